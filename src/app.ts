/** The composition root: builds the product from an open office and its ports. Hosts and the worker start here. */
import { buildDelivery, type DeliveryPorts } from './app-delivery.ts'
import { buildStaff, type StaffPorts } from './app-staff.ts'
import type { Channel } from './contract/values.ts'
import { auditHistory } from './core/audit/history.ts'
import { auditNames } from './core/audit/names.ts'
import type { BackupDesk } from './core/backup/port.ts'
import { billStore } from './core/billing/bill-store.ts'
import { billService } from './core/billing/bills.ts'
import { payCodeService } from './core/billing/pay-codes.ts'
import { paymentStore } from './core/billing/payment-store.ts'
import { paymentService } from './core/billing/payments.ts'
import { type PdfPrinter, receiptService } from './core/billing/receipts.ts'
import { customerSearch } from './core/customers/search.ts'
import { customerService } from './core/customers/service.ts'
import { customerStore } from './core/customers/store.ts'
import type { Gateway } from './core/delivery/gateway.ts'
import { messageWriter } from './core/delivery/write-message.ts'
import { feedbackService } from './core/feedback/service.ts'
import { isoDateAt } from './core/kernel/calendar.ts'
import { codeHistory } from './core/otp/history.ts'
import { codeIssuer } from './core/otp/issue.ts'
import { otpStore } from './core/otp/store.ts'
import { codeChecker } from './core/otp/verify.ts'
import { officeService } from './core/settings/office.ts'
import { pairingService } from './core/terminals/pairing.ts'
import { terminalRegistry } from './core/terminals/registry.ts'
import { terminalService } from './core/terminals/service.ts'
import { codeDelivery } from './core/visits/code-delivery.ts'
import { visitService } from './core/visits/service.ts'
import { visitStore } from './core/visits/store.ts'
import { verificationService } from './core/visits/verification.ts'
import { vouchingService } from './core/visits/vouching.ts'
import type { OpenOffice } from './office-data.ts'
import { codeArchive } from './storage/code-archive.ts'

/** The register and the bills: what the counter, the importer and the demo office share. */
export function buildRegister(office: OpenOffice) {
  const store = customerStore(office.db)
  const bills = billStore(office.db)
  return {
    customerStore: store,
    customers: customerService({ ...office, store, region: () => office.settings.get().region }),
    search: customerSearch(office.db, store),
    billStore: bills,
    bills: billService({ ...office, store: bills }),
  }
}

/** What a host gives to run the counter. */
export interface AppPorts extends DeliveryPorts, StaffPorts {
  readonly inbox: OfficeInbox | null
  readonly pdf: PdfPrinter
  /** Left out where nobody may make backups from the screens. */
  readonly backups?: BackupDesk
}

/** The drawer on screen that stands in for a provider. */
export interface OfficeInbox extends Gateway {
  /** Newest first. */
  messages(): readonly InboxEntry[]
}

export interface InboxEntry {
  readonly messageId: string
  readonly channel: Channel
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly atMs: number
}

export type App = ReturnType<typeof buildApp>

export function buildApp(office: OpenOffice, ports: AppPorts) {
  const register = buildRegister(office)
  const settings = () => office.settings.get()
  const otp = otpStore(office.db)
  const delivery = buildDelivery(office, ports, { otp, write: (row, secret) => write(row, secret) })
  const { outbox, channels } = delivery
  const { directory, limits: sendLimits, alarms, attempts } = delivery
  const limits = () => settings().limits
  const issue = codeIssuer({ ...office, store: otp, outbox, sendLimits, alarms, limits })
  const check = codeChecker({ ...office, store: otp, outbox })
  const staffAccess = buildStaff(office, ports, { outbox, otp, channels, issue, check })
  const staff = staffAccess.accounts
  const terminals = terminalService(office)
  terminals.onSignInOver((terminalId) => staffAccess.sessions.endAt(terminalId))
  const visitRows = visitStore(office.db)
  const visits = visitService({
    ...office,
    store: visitRows,
    customers: register.customerStore,
    bills: register.billStore,
  })
  const payments = paymentStore(office.db)
  const paymentUses = paymentService({
    ...office,
    store: payments,
    bills: register.billStore,
    terminals,
    staff,
    currency: () => settings().currency,
  })
  const receipts = receiptService({
    ...office,
    store: payments,
    customers: register.customerStore,
    outbox,
    pdf: ports.pdf,
    settings,
    emailAvailable: () => channels().includes('email'),
  })
  const write = messageWriter({
    settings,
    templates: delivery.templates,
    receiptPage: (receiptId, customerId) => receipts.page(receiptId, customerId),
  })
  const { networkUp } = ports
  const verifying = { ...office, otp, outbox, directory, sendLimits, customers: register.customerStore }
  const names = auditNames(office.db, register.customerStore)
  const recorded = { ...office, ...register, customers: register.customerStore, names, region: () => settings().region }
  return {
    ...register,
    officeData: office,
    settings: office.settings,
    terminals,
    pairings: pairingService(office),
    registry: terminalRegistry({ ...office, terminals, visits }),
    staff,
    staffAccess,
    visits,
    verification: {
      ...verificationService({
        ...verifying,
        settings,
        visits,
        issue,
        check,
      }),
      delivery: codeDelivery({ ...verifying, attempts, networkUp }),
    },
    vouching: vouchingService({
      ...office,
      store: visitRows,
      visits,
      customers: register.customerStore,
      staff,
      otp,
      outbox,
    }),
    payments: paymentUses,
    paymentStore: payments,
    payCodes: payCodeService({
      ...office,
      settings,
      customers: register.customerStore,
      bills: register.billStore,
      payments: paymentUses,
      paymentStore: payments,
    }),
    receipts,
    feedback: feedbackService({ ...office, terminals, customers: register.customerStore, outbox, settings, channels }),
    office: officeService({
      ...office,
      staff,
      customers: register.customers,
      customerStore: register.customerStore,
      bills: register.bills,
      anyBill: () => register.billStore.any(),
      channels,
      devInbox: delivery.inboxServes,
      today: () => isoDateAt(office.clock.now(), office.timeZone),
    }),
    auditHistory: auditHistory({ ...recorded, timers: ports.timers, codeKey: office.keys.code }),
    codeHistory: codeHistory({ ...recorded, archive: codeArchive(office.folder), providerName: directory.nameOf }),
    backups: ports.backups ?? null,
    delivery,
    templates: delivery.templates,
    outbox,
    otp,
    messages: delivery.messages,
    /** The messages of the drawer on screen; none where a real provider is set, or ever was. */
    inbox: (): readonly InboxEntry[] => (delivery.inboxServes() ? (ports.inbox?.messages() ?? []) : []),
  }
}
