/** Setting the office up, and what every screen must know of it. */
import type { OfficeState } from '../../contract/office.ts'
import type { Channel, Locale } from '../../contract/values.ts'
import type { Actor, AuditTrail } from '../audit/trail.ts'
import type { Bills } from '../billing/bills.ts'
import type { Customers } from '../customers/service.ts'
import type { CustomerStore } from '../customers/store.ts'
import type { Transact } from '../kernel/db.ts'
import { currencyDigits } from '../kernel/money.ts'
import type { StaffService } from '../staff/service.ts'
import { demoBills, demoCustomers, demoSettings, demoStaff } from './demo-office.ts'
import { isCurrency, isRegion } from './regions.ts'
import type { SettingsService } from './service.ts'

export interface SetUpRequest {
  readonly name: string
  readonly region: string
  readonly currency: string
  readonly defaultLocale: Locale
  readonly administratorName: string
  /** Empty for none. */
  readonly administratorEmail: string
  readonly password: string
}

export type SetUpOutcome =
  | { readonly outcome: 'done' }
  | {
      readonly outcome: 'refused'
      readonly reason: 'unknown_region' | 'unknown_currency' | 'email_invalid' | 'short' | 'weak'
    }

export interface DemoSummary {
  readonly customers: number
  readonly bills: number
  readonly staff: { readonly name: string; readonly role: string; readonly password: string; readonly pin: string }[]
}

export interface OfficeParts {
  readonly transact: Transact
  readonly settings: SettingsService
  readonly staff: StaffService
  readonly customers: Customers
  readonly customerStore: CustomerStore
  readonly bills: Bills
  readonly anyBill: () => boolean
  readonly audit: AuditTrail
  readonly channels: () => readonly Channel[]
  readonly devInbox: () => boolean
  /** The day the demo's bills are made for, `2026-10-21`. */
  readonly today: () => string
}

export function officeService(parts: OfficeParts) {
  const { settings, staff } = parts
  return {
    configured: (): boolean => staff.any(),
    state(): OfficeState {
      const now = settings.get()
      const currency = now.currency === '' ? 'USD' : now.currency
      return {
        configured: staff.any(),
        empty: !parts.customerStore.any(),
        demo: now.demo,
        name: now.officeName,
        region: now.region === '' ? 'US' : now.region,
        currency,
        currencyDigits: currencyDigits(currency),
        defaultLocale: now.defaultLocale,
        channels: [...parts.channels()],
        devInbox: parts.devInbox(),
        kioskIdleSeconds: now.kioskIdleSeconds,
        kioskWarningSeconds: now.kioskWarningSeconds,
        codeDigits: now.codeDigits,
      }
    },
    async setUp(request: SetUpRequest, by: Actor): Promise<SetUpOutcome> {
      if (!isRegion(request.region)) return { outcome: 'refused', reason: 'unknown_region' }
      const now = settings.get()
      // Amounts on file are minor units of the currency they were read in; another one would make them mean something else.
      const otherCurrency = now.currency !== '' && now.currency !== request.currency && parts.anyBill()
      if (!isCurrency(request.currency) || otherCurrency) return { outcome: 'refused', reason: 'unknown_currency' }
      const { administratorName, administratorEmail, password } = request
      const first = { name: administratorName, email: administratorEmail, role: 'administrator', password } as const
      const prepared = await staff.prepare(first)
      if (prepared.outcome === 'refused') {
        if (prepared.reason === 'weak_pin' || prepared.reason === 'phone_invalid') throw new Error(prepared.reason)
        return { outcome: 'refused', reason: prepared.reason }
      }
      return parts.transact((): SetUpOutcome => {
        if (staff.any()) return { outcome: 'done' }
        const { name, region, currency, defaultLocale } = request
        settings.change({ officeName: name, region, currency, defaultLocale }, by)
        staff.addPrepared(prepared.person, by)
        return { outcome: 'done' }
      })
    },
    /** Fills an office that has neither customers nor staff, whole or not at all. Made-up people, the same every time. */
    async loadDemo(by: Actor): Promise<DemoSummary> {
      const prepared = await Promise.all(demoStaff.map((person) => staff.prepare(person)))
      const people = prepared.flatMap((each) => (each.outcome === 'ready' ? [each.person] : []))
      const customers = demoCustomers()
      const bills = demoBills(customers, parts.today())
      parts.transact(() => {
        // A second click, while the first was at work.
        if (staff.any()) return
        if (parts.customerStore.any()) throw new Error('the demo office fills an empty office only')
        settings.change({ ...demoSettings, demo: true }, by)
        for (const customer of customers) parts.customers.upsert(customer)
        for (const { accountNo, ...bill } of bills) {
          const customer = parts.customerStore.byAccount(accountNo)
          if (customer !== undefined) parts.bills.upsert({ ...bill, customerId: customer.id })
        }
        for (const person of people) staff.addPrepared(person, by)
        parts.audit.append({
          ...by,
          visitId: null,
          action: 'office.demo',
          subject: 'office',
          outcome: 'done',
          detail: { customers: customers.length, bills: bills.length },
        })
      })
      return { customers: customers.length, bills: bills.length, staff: [...demoStaff] }
    },
  }
}
