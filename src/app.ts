/** The composition root: builds the product from an open office and its ports. Hosts and the worker start here. */
import { buildDelivery, type DeliveryPorts } from './app-delivery.ts'
import { buildIdentity } from './app-identity.ts'
import { buildPrinting, type PrintingPorts } from './app-printing.ts'
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
import { receiptService } from './core/billing/receipts.ts'
import { untoldPayments } from './core/billing/untold-payments.ts'
import { customerSearch } from './core/customers/search.ts'
import { customerService } from './core/customers/service.ts'
import { customerStore } from './core/customers/store.ts'
import type { Gateway } from './core/delivery/gateway.ts'
import { messageWriter } from './core/delivery/write-message.ts'
import { feedbackService } from './core/feedback/service.ts'
import type { HeadquartersDesk } from './core/headquarters/port.ts'
import { isoDateAt } from './core/kernel/calendar.ts'
import { notices } from './core/kernel/notices.ts'
import { codeHistory } from './core/otp/history.ts'
import { codeIssuer } from './core/otp/issue.ts'
import { otpStore } from './core/otp/store.ts'
import { codeChecker } from './core/otp/verify.ts'
import { officeService } from './core/settings/office.ts'
import { customerDisplayService } from './core/terminals/customer-display.ts'
import { closingService } from './core/terminals/machine.ts'
import { pairingService } from './core/terminals/pairing.ts'
import { terminalRegistry } from './core/terminals/registry.ts'
import { terminalService } from './core/terminals/service.ts'
import { noUpdates } from './core/update/elsewhere.ts'
import type { UpdateHost } from './core/update/feed.ts'
import { updateService } from './core/update/service.ts'
import { visitService } from './core/visits/service.ts'
import { visitStore } from './core/visits/store.ts'
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

export type Register = ReturnType<typeof buildRegister>

/** What a host gives to run the counter. */
export interface AppPorts extends DeliveryPorts, StaffPorts, PrintingPorts {
  readonly inbox: OfficeInbox | null
  /** Left out where nobody may make backups from the screens. */
  readonly backups?: BackupDesk
  /** Left out where the office meets no headquarters. */
  readonly headquarters?: HeadquartersDesk
  /** Left out where the host is updated with its package. */
  readonly updates?: UpdateHost
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
  const { limits: sendLimits, alarms } = delivery
  const limits = () => settings().limits
  const issue = codeIssuer({ ...office, store: otp, outbox, sendLimits, alarms, limits })
  const check = codeChecker({ ...office, store: otp, outbox })
  const staffAccess = buildStaff(office, ports, { outbox, otp, channels, issue, check })
  const staff = staffAccess.accounts
  const terminals = terminalService(office)
  terminals.onSignInOver((terminalId) => staffAccess.sessions.endAt(terminalId))
  /** Something changed at a terminal: a visit there began or ended, or its customer's screen shows another thing. */
  const atTerminal = notices<string>()
  const visitRows = visitStore(office.db)
  const visits = visitService({
    ...office,
    store: visitRows,
    customers: register.customerStore,
    bills: register.billStore,
    onChange: (terminalId) => atTerminal.publish(terminalId),
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
  const identity = buildIdentity(office, ports, { register, otp, delivery, visits, staff, terminals, issue, check })
  const names = auditNames(office.db, register.customerStore)
  const recorded = { ...office, ...register, customers: register.customerStore, names, region: () => settings().region }
  return {
    ...register,
    officeData: office,
    settings: office.settings,
    terminals,
    pairings: pairingService(office),
    registry: terminalRegistry({ ...office, terminals, visits }),
    atTerminal,
    closing: closingService({ ...office, changes: staffAccess.changes }),
    customerDisplay: customerDisplayService({
      ...office,
      otp,
      visits,
      customers: register.customerStore,
      payments,
      describe: paymentUses.describe,
      atTerminal,
    }),
    staff,
    staffAccess,
    visits,
    ...identity,
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
    untoldPayments: untoldPayments({ ...office, payments: paymentUses }),
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
    printing: buildPrinting(office, ports, receipts),
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
    codeHistory: codeHistory({
      ...recorded,
      archive: codeArchive(office.folder),
      providerName: delivery.directory.nameOf,
    }),
    backups: ports.backups ?? null,
    headquarters: ports.headquarters ?? null,
    delivery,
    templates: delivery.templates,
    outbox,
    otp,
    messages: delivery.messages,
    updates: updateService({ ...office, timers: ports.timers, host: ports.updates ?? noUpdates }),
    /** The messages of the drawer on screen; none where a real provider is set, or ever was. */
    inbox: (): readonly InboxEntry[] => (delivery.inboxServes() ? (ports.inbox?.messages() ?? []) : []),
  }
}
