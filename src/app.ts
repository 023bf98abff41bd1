/** The composition root: opens an office's data and builds the product from its ports. Hosts and the worker start here. */
import { createSecretKey } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Channel } from './contract/values.ts'
import { channels as allChannels } from './contract/values.ts'
import { auditTrail, latestAuditMoment } from './core/audit/trail.ts'
import { billStore } from './core/billing/bill-store.ts'
import { billService } from './core/billing/bills.ts'
import { payCodeService } from './core/billing/pay-codes.ts'
import { paymentStore } from './core/billing/payment-store.ts'
import { paymentService } from './core/billing/payments.ts'
import { type PdfPrinter, receiptService } from './core/billing/receipts.ts'
import { customerSearch } from './core/customers/search.ts'
import { customerService } from './core/customers/service.ts'
import { customerStore } from './core/customers/store.ts'
import { dispatcher } from './core/delivery/dispatcher.ts'
import type { Gateways } from './core/delivery/gateway.ts'
import { outboxOf } from './core/delivery/outbox.ts'
import { messageWriter } from './core/delivery/write-message.ts'
import { feedbackService } from './core/feedback/service.ts'
import { isoDateAt } from './core/kernel/calendar.ts'
import type { Chance } from './core/kernel/chance.ts'
import { changeLog } from './core/kernel/change-log.ts'
import { type Clock, type ClockJump, officeClock, type TimeSources } from './core/kernel/clock.ts'
import { type Db, transactor } from './core/kernel/db.ts'
import { idMaker } from './core/kernel/ids.ts'
import type { OfficeKeys } from './core/kernel/keys.ts'
import type { Logger } from './core/kernel/logger.ts'
import { notices } from './core/kernel/notices.ts'
import { done, type Outcome } from './core/kernel/outcome.ts'
import type { Timers } from './core/kernel/timers.ts'
import { codeIssuer } from './core/otp/issue.ts'
import { otpStore } from './core/otp/store.ts'
import { codeChecker } from './core/otp/verify.ts'
import { officeService } from './core/settings/office.ts'
import { settingsService } from './core/settings/service.ts'
import { type PinHasher, staffService } from './core/staff/service.ts'
import { terminalService } from './core/terminals/service.ts'
import { visitService } from './core/visits/service.ts'
import { visitStore } from './core/visits/store.ts'
import { verificationService } from './core/visits/verification.ts'
import { openDatabase } from './storage/database.ts'
import type { OpenFailure } from './storage/open-failure.ts'

/** What a host gives to open an office's data. */
export interface OfficePorts {
  readonly folder: string
  readonly migrationsFolder: string
  readonly time: TimeSources
  readonly chance: Chance
  readonly logger: Logger
  /** IANA name, for due dates and receipts. */
  readonly timeZone: string
  readonly cacheKiB?: number
}

/** What every part of the product writes with. */
export type OpenOffice = ReturnType<typeof assemble>

function assemble(db: Db, clock: Clock, ports: OfficePorts) {
  const transact = transactor(db)
  const keys = officeKeys(ports.folder, ports.chance)
  const audit = auditTrail(db, clock, keys.code)
  return {
    db,
    clock,
    transact,
    audit,
    keys,
    changes: changeLog(db, clock),
    newId: idMaker(clock, ports.chance),
    settings: settingsService({ db, transact, audit }),
    chance: ports.chance,
    logger: ports.logger,
    timeZone: ports.timeZone,
    folder: ports.folder,
  }
}

/** Opens and migrates the database. A clock that jumped is on the audit trail. */
export function openOffice(ports: OfficePorts): Outcome<OpenOffice, OpenFailure> {
  const opened = openDatabase(ports)
  if (!opened.ok) return opened
  const db = opened.value
  const jumps: ClockJump[] = []
  let record = (jump: ClockJump): void => {
    jumps.push(jump)
  }
  const clock = officeClock(ports.time, latestAuditMoment(db), (jump) => record(jump))
  const office = assemble(db, clock, ports)
  record = (jump) => {
    // Later: a jump may be noticed in the middle of the very transaction that would write it.
    queueMicrotask(() => {
      if (!db.open) return
      noteJump(office, jump)
    })
  }
  for (const jump of jumps) record(jump)
  return done(office)
}

/** Never throws: nobody waits for this note, and a database that cannot take it now must not end the host. */
function noteJump(office: OpenOffice, jump: ClockJump): void {
  try {
    office.transact(() =>
      office.audit.append({
        actor: 'system',
        terminalId: null,
        visitId: null,
        action: 'clock.jumped',
        subject: 'office',
        outcome: jump.direction,
        detail: { byMs: jump.byMs },
      }),
    )
  } catch (error) {
    office.logger.error('a clock jump could not be noted', {
      errorName: error instanceof Error ? error.name : 'unknown',
    })
  }
}

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
export interface AppPorts {
  readonly timers: Timers
  readonly hasher: PinHasher
  readonly gateways: Gateways
  /** The messages of the dev inbox, or null where a real provider is set. */
  readonly inbox: (() => readonly InboxEntry[]) | null
  readonly pdf: PdfPrinter
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
  const channels = (): readonly Channel[] => allChannels.filter((channel) => ports.gateways[channel] !== undefined)
  const messages = notices<string>()
  const nudge = { now: (): void => {} }
  const outbox = outboxOf({
    ...office,
    onPut: () => nudge.now(),
    onDropped: (challengeId) => messages.publish(challengeId),
  })
  const otp = otpStore(office.db)
  const staff = staffService({ ...office, hasher: ports.hasher })
  const terminals = terminalService(office)
  const visits = visitService({
    ...office,
    store: visitStore(office.db),
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
    emailAvailable: () => ports.gateways.email !== undefined,
  })
  const delivery = dispatcher({
    ...office,
    timers: ports.timers,
    outbox,
    otp,
    gateways: ports.gateways,
    notices: messages,
    write: messageWriter({ settings, receiptPage: (receiptId, customerId) => receipts.page(receiptId, customerId) }),
  })
  nudge.now = () => delivery.nudge()
  const shared = { ...office, store: otp, outbox }
  return {
    ...register,
    officeData: office,
    settings: office.settings,
    terminals,
    staff,
    visits,
    verification: verificationService({
      ...office,
      settings,
      channels,
      customers: register.customerStore,
      otp,
      outbox,
      visits,
      issue: codeIssuer(shared),
      check: codeChecker(shared),
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
      devInbox: ports.inbox !== null,
      today: () => isoDateAt(office.clock.now(), office.timeZone),
    }),
    delivery,
    outbox,
    otp,
    messages,
    inbox: ports.inbox,
  }
}

const keyFile = 'office.keys'

/**
 * The keys beside, never inside, the database: a file of mode 0600, made at the first start. A stolen database, and a
 * backup, hold neither.
 */
export function officeKeys(folder: string, chance: Chance): OfficeKeys {
  const file = join(folder, keyFile)
  try {
    writeFileSync(file, chance.bytes(64), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  const bytes = readFileSync(file)
  if (bytes.length !== 64)
    throw new Error(`${keyFile} is damaged: delete it; codes on their way will have to be sent again`)
  // Key objects, not bytes: Node builds one from bytes anew at every use, which costs more than the HMAC itself.
  return { code: createSecretKey(bytes.subarray(0, 32)), outbox: createSecretKey(bytes.subarray(32)) }
}
