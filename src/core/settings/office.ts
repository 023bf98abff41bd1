/** Setting the office up, and what every screen must know of it. */
import type { OfficeState } from '../../contract/office.ts'
import type { Channel, Locale } from '../../contract/values.ts'
import type { AuditTrail } from '../audit/trail.ts'
import type { Bills } from '../billing/bills.ts'
import type { Customers } from '../customers/service.ts'
import type { CustomerStore } from '../customers/store.ts'
import type { Transact } from '../kernel/db.ts'
import { currencyDigits } from '../kernel/money.ts'
import { weakPin } from '../staff/rules.ts'
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
  readonly pin: string
}

export type SetUpOutcome =
  | { readonly outcome: 'done' }
  | { readonly outcome: 'refused'; readonly reason: 'unknown_region' | 'unknown_currency' | 'weak_pin' }

export interface DemoSummary {
  readonly customers: number
  readonly bills: number
  readonly staff: { readonly name: string; readonly role: string; readonly pin: string }[]
}

export interface OfficeParts {
  readonly transact: Transact
  readonly settings: SettingsService
  readonly staff: StaffService
  readonly customers: Customers
  readonly customerStore: CustomerStore
  readonly bills: Bills
  readonly audit: AuditTrail
  readonly channels: () => readonly Channel[]
  readonly devInbox: boolean
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
        devInbox: parts.devInbox,
        kioskIdleSeconds: now.kioskIdleSeconds,
        kioskWarningSeconds: now.kioskWarningSeconds,
        codeDigits: now.codeDigits,
      }
    },
    async setUp(request: SetUpRequest): Promise<SetUpOutcome> {
      if (!isRegion(request.region)) return { outcome: 'refused', reason: 'unknown_region' }
      if (!isCurrency(request.currency)) return { outcome: 'refused', reason: 'unknown_currency' }
      if (weakPin(request.pin)) return { outcome: 'refused', reason: 'weak_pin' }
      settings.change(
        {
          officeName: request.name,
          region: request.region,
          currency: request.currency,
          defaultLocale: request.defaultLocale,
        },
        'system',
      )
      const added = await staff.add(
        { name: request.administratorName, role: 'administrator', pin: request.pin },
        'system',
      )
      return added.outcome === 'done' ? { outcome: 'done' } : { outcome: 'refused', reason: 'weak_pin' }
    },
    /** Fills an office that has neither customers nor staff. Made-up people, the same every time. */
    async loadDemo(): Promise<DemoSummary> {
      if (parts.customerStore.any() || staff.any()) throw new Error('the demo office fills an empty office only')
      settings.change({ ...demoSettings, demo: true }, 'system')
      const customers = demoCustomers()
      const bills = demoBills(customers, parts.today())
      parts.transact(() => {
        for (const customer of customers) parts.customers.upsert(customer)
        for (const { accountNo, ...bill } of bills) {
          const customer = parts.customerStore.byAccount(accountNo)
          if (customer !== undefined) parts.bills.upsert({ ...bill, customerId: customer.id })
        }
        parts.audit.append({
          actor: 'system',
          terminalId: null,
          visitId: null,
          action: 'office.demo',
          subject: 'office',
          outcome: 'done',
          detail: { customers: customers.length, bills: bills.length },
        })
      })
      for (const person of demoStaff) await staff.add(person, 'system')
      return { customers: customers.length, bills: bills.length, staff: [...demoStaff] }
    },
  }
}
