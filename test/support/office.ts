/** A real office for tests: a SQLite file in a folder of its own, the dev inbox as provider, time and chance in the test's hand. */
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { type App, type AppPorts, buildApp, buildRegister } from '../../src/app.ts'
import type { StaffMember } from '../../src/contract/session.ts'
import type { Channel } from '../../src/contract/values.ts'
import { bySystem } from '../../src/core/audit/trail.ts'
import type { CustomerRecord } from '../../src/core/customers/read-fields.ts'
import type { Gateway } from '../../src/core/delivery/gateway.ts'
import type { FixedProvider } from '../../src/core/delivery/provider-directory.ts'
import type { Chance } from '../../src/core/kernel/chance.ts'
import type { TimeSources } from '../../src/core/kernel/clock.ts'
import type { NewStaff } from '../../src/core/staff/service.ts'
import type { Caller } from '../../src/core/visits/caller.ts'
import { chromiumPages } from '../../src/gateways/chromium-page.ts'
import { chromiumPdf } from '../../src/gateways/chromium-pdf.ts'
import { type DevInbox, devInbox } from '../../src/gateways/dev-inbox.ts'
import { somethingListens } from '../../src/gateways/network.ts'
import { nodePrinters } from '../../src/gateways/printers/host-printers.ts'
import { providerGateway, settingsProblem } from '../../src/gateways/provider-gateway.ts'
import { backupSecrets, headquartersSecrets, officeKeyCipher, secretFile } from '../../src/gateways/secret-file.ts'
import { argon2Pins, machineTimers } from '../../src/gateways/system.ts'
import { openOffice } from '../../src/office-data.ts'
import { backupDesk } from '../../src/storage/backup/backup-desk.ts'
import { type HeadquartersParts, headquartersDesk, type OfficeHeadquarters } from '../../src/sync/desk.ts'
import { beginOffice, temporaryFolder } from './folders.ts'

export { temporaryFolder } from './folders.ts'

export const migrationsFolder = fileURLToPath(new URL('../../src/storage/migrations/', import.meta.url))

export interface HandTime extends TimeSources {
  /** Lets time pass, on both clocks. */
  pass(ms: number): void
  /** Sets the wall clock alone, as a person or a time server does. */
  leap(ms: number): void
}

export function handTime(startMs = Date.UTC(2026, 9, 21, 9, 0)): HandTime {
  let wall = startMs
  let monotonic = 0
  return {
    wallMs: () => wall,
    monotonicMs: () => monotonic,
    pass(ms) {
      wall += ms
      monotonic += ms
    },
    leap(ms) {
      wall += ms
    },
  }
}

/** The same bytes every run: mulberry32, seeded. */
export function seededChance(seed = 1): Chance {
  let state = seed
  return {
    bytes: (length) =>
      Uint8Array.from({ length }, () => {
        state = (state + 0x6d2b79f5) | 0
        let t = Math.imul(state ^ (state >>> 15), 1 | state)
        t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
        return (t ^ (t >>> 14)) & 0xff
      }),
  }
}

export const quietLog = { info() {}, warn() {}, error() {} }

export interface TestOffice {
  readonly app: App
  readonly time: HandTime
  readonly inbox: DevInbox
  readonly folder: string
  /** Not started: no meeting comes by itself before that. */
  readonly headquarters: OfficeHeadquarters
  /** A screen of this office. Without `staff` it is a kiosk. */
  caller(role?: 'clerk' | 'supervisor' | 'administrator'): Caller
  addCustomer(fields?: Partial<CustomerRecord>): { customerId: string; contactId(kind: 'email' | 'phone'): string }
  /** Someone who works here, by PIN and by password. */
  addStaff(person: TestStaff): Promise<StaffMember>
  addBill(accountNo: string, billNo: string, amountMinor: number, dueOn?: string): string
  /** The newest code in the inbox. */
  lastCode(): Promise<string>
  /** As a stop of the process: deliveries end, the file is closed. */
  close(): Promise<void>
}

export interface TestStaff extends Pick<NewStaff, 'name' | 'role' | 'email' | 'phone'> {
  /** The password is `passwordOf` this. */
  readonly pin: string
}

export interface TestOfficeOptions {
  readonly folder?: string
  readonly time?: HandTime
  readonly seed?: number
  /** One gateway a channel, as if the environment had set them up; left out, the drawer on screen carries all. */
  readonly gateways?: Partial<Record<Channel, Gateway>>
  readonly providers?: readonly FixedProvider[]
  readonly ports?: Partial<AppPorts>
  readonly headquarters?: Partial<Pick<HeadquartersParts, 'fixed' | 'timers' | 'onEnd' | 'somethingListens'>>
}

/** The providers that carry these channels. */
function fixedProviders(gateways: Partial<Record<Channel, Gateway>>): FixedProvider[] {
  const channelsOf = (gateway: Gateway): Channel[] =>
    (['email', 'sms', 'whatsapp'] as const).filter((channel) => gateways[channel] === gateway)
  const kinds = ['smtp', 'twilio', 'kavenegar'] as const
  const names = { smtp: 'SMTP', twilio: 'Twilio', kavenegar: 'Kavenegar' }
  return [...new Set(Object.values(gateways))].map((gateway, at) => {
    const kind = kinds.find((each) => each === gateway.provider)
    const id = kind ?? `${gateway.provider}-${at}`
    return {
      id,
      name: kind === undefined ? id : names[kind],
      kind: kind ?? 'smtp',
      channels: channelsOf(gateway),
      gateway,
    }
  })
}

export function testOffice(options: TestOfficeOptions = {}): TestOffice {
  const folder = options.folder ?? temporaryFolder()
  beginOffice(folder)
  const time = options.time ?? handTime()
  const chance = seededChance(options.seed)
  const opened = openOffice({ folder, migrationsFolder, time, chance, logger: quietLog, timeZone: 'UTC' })
  if (!opened.ok) throw new Error(opened.failure.message)
  const office = opened.value
  const inbox = devInbox(office.clock)
  const keyFile = officeKeyCipher(office.keys, chance)
  const workerUrl = new URL('../../src/cli/worker.ts', import.meta.url)
  const backups = backupDesk({
    ...office,
    ...{ migrationsFolder, workerUrl, timers: machineTimers, restart() {} },
    secrets: backupSecrets(folder, keyFile),
  })
  const headquarters = headquartersDesk({
    ...office,
    ...buildRegister(office),
    ...{ migrationsFolder, workerUrl, timers: machineTimers, somethingListens },
    monotonicMs: () => time.monotonicMs(),
    secrets: headquartersSecrets(folder, keyFile),
    fixed: null,
    ...options.headquarters,
  })
  const pages = chromiumPages(process.env)
  const printing = { pages, pdf: chromiumPdf(process.env, pages) }
  const app = buildApp(office, {
    timers: machineTimers,
    hasher: argon2Pins,
    providers: options.providers ?? fixedProviders(options.gateways ?? {}),
    inbox,
    secrets: secretFile({ folder, cipher: keyFile }),
    makeGateway: (settings, secret) =>
      providerGateway(settings, secret, { twilioApiBase: null, kavenegarApiBase: null }, () => 'Test Office'),
    settingsProblem,
    networkUp: () => true,
    pdf: { print: async () => ({ outcome: 'refused', reason: 'no_browser' }) },
    printer: nodePrinters(process.env, process.platform, printing),
    backups,
    headquarters,
    ...options.ports,
  })
  if (app.settings.get().region === '') {
    app.settings.change({ officeName: 'Test Office', region: 'IN', currency: 'INR' }, bySystem)
  }
  // No test sits at its desk for so long that it should lock, unless locking is what it tests.
  app.settings.change({ autoLockMinutes: 480 }, bySystem)
  app.delivery.start()
  let accounts = 0
  const test: TestOffice = {
    app,
    time,
    inbox,
    folder,
    headquarters,
    caller(role) {
      const { terminal } = app.terminals.enrol()
      return {
        terminalId: terminal.terminalId,
        terminalLabel: terminal.label,
        staff: role === undefined ? null : { staffId: office.newId(), name: `A ${role}`, role },
      }
    },
    addCustomer(fields = {}) {
      accounts += 1
      const record: CustomerRecord = {
        accountNo: `A-${accounts}`,
        name: `Customer ${accounts}`,
        address: '1 Market Road',
        ward: 'Ward 1',
        locale: 'en',
        preferredChannel: null,
        emails: [`customer${accounts}@example.com`],
        phones: [`+9198765${String(43_210 + accounts)}`],
        ...fields,
      }
      office.transact(() => app.customers.upsert(record))
      const row = app.customerStore.byAccount(record.accountNo)
      if (row === undefined) throw new Error('the customer was not written')
      return {
        customerId: row.id,
        contactId(kind) {
          const contact = app.customerStore.contactsOf(row.id).find((each) => each.kind === kind)
          if (contact === undefined) throw new Error(`no ${kind}`)
          return contact.id
        },
      }
    },
    async addStaff(person) {
      const prepared = await app.staff.prepare(person)
      if (prepared.outcome === 'refused') throw new Error(prepared.reason)
      const passwordHash = await passwordHashOf(person.pin)
      const added = app.staff.addPrepared({ ...prepared.person, passwordHash }, bySystem)
      if (added.outcome === 'refused') throw new Error(added.reason)
      return added.staff
    },
    addBill(accountNo, billNo, amountMinor, dueOn = '2026-10-21') {
      const customer = app.customerStore.byAccount(accountNo)
      if (customer === undefined) throw new Error(`no account ${accountNo}`)
      office.transact(() =>
        app.bills.upsert({
          billNo,
          customerId: customer.id,
          period: '2026-10',
          issuedOn: '2026-10-01',
          dueOn,
          amountMinor,
          lines: [],
        }),
      )
      const bill = app.billStore.byNumber(billNo)
      if (bill === undefined) throw new Error('the bill was not written')
      return bill.id
    },
    async lastCode() {
      await settle(app)
      const code = /\b(\d{3}) ?(\d{3})\b/.exec(inbox.messages()[0]?.text ?? '')
      if (code?.[1] === undefined || code[2] === undefined) throw new Error(`no code in: ${inbox.messages()[0]?.text}`)
      return code[1] + code[2]
    },
    async close() {
      await backups.close()
      await headquarters.close()
      app.printing.stop()
      await app.delivery.stop()
      if (office.db.open) office.db.close()
    },
  }
  onTestFinished(() => test.close())
  return test
}

/** The password of test staff who were added with a PIN. */
export const passwordOf = (pin: string): string => `counterfoil test ${pin}`

const passwordHashes = new Map<string, Promise<string>>()

/** Made once a run, for hashing is slow. */
function passwordHashOf(pin: string): Promise<string> {
  const hash = passwordHashes.get(pin) ?? argon2Pins.hash(passwordOf(pin))
  passwordHashes.set(pin, hash)
  return hash
}

/** Waits until the outbox has nothing due and nothing under way. No sleeping: promises only. */
export async function settle(app: App): Promise<void> {
  await app.delivery.idle()
}

/** A visit opened the usual way: a code by mail, read from the inbox, typed at the desk. */
export async function openVisit(
  office: TestOffice,
  fields: Partial<CustomerRecord> = {},
): Promise<{ caller: Caller; visit: { id: string; customerId: string } }> {
  const caller = office.caller('clerk')
  const who = office.addCustomer(fields)
  const ask = { customerId: who.customerId, contactId: who.contactId('email'), channel: 'email' } as const
  const sent = office.app.verification.start(caller, ask)
  if (sent.outcome !== 'sent') throw new Error(sent.reason)
  const typed = { challengeId: sent.challenge.challengeId, code: await office.lastCode() }
  const verified = office.app.verification.verify(caller, typed)
  if (verified.outcome !== 'verified') throw new Error(verified.outcome)
  return { caller, visit: { id: verified.visitId, customerId: who.customerId } }
}
