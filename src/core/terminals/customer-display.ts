/** What the customer's screen beside a desk shows. Kept in memory, and always held against what is still true. */
import type { CustomerView, ShownToCustomer } from '../../contract/customer-display.ts'
import type { Locale } from '../../contract/values.ts'
import type { PaymentStore } from '../billing/payment-store.ts'
import type { Payments } from '../billing/payments.ts'
import type { CustomerStore } from '../customers/store.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Notices } from '../kernel/notices.ts'
import type { OtpStore } from '../otp/store.ts'
import type { Visits } from '../visits/service.ts'

export interface CustomerDisplayParts {
  readonly clock: Clock
  readonly otp: Pick<OtpStore, 'byId'>
  readonly visits: Pick<Visits, 'openHere'>
  readonly customers: Pick<CustomerStore, 'byId'>
  readonly payments: Pick<PaymentStore, 'byId'>
  readonly describe: Payments['describe']
  /** By terminal; visits that begin and end there are told to it too. */
  readonly atTerminal: Notices<string>
}

export interface CustomerDisplay {
  show(terminalId: string, shown: ShownToCustomer): void
  view(terminalId: string): CustomerView
}

const welcome: CustomerView = { shows: 'welcome', locale: null }

export function customerDisplayService(parts: CustomerDisplayParts): CustomerDisplay {
  const shownAt = new Map<string, Exclude<ShownToCustomer, { shows: 'welcome' }>>()
  const localeOf = (customerId: string | null): Locale | null =>
    (customerId === null ? undefined : parts.customers.byId(customerId))?.locale ?? null

  function code(terminalId: string, challengeId: string): CustomerView {
    const row = parts.otp.byId(challengeId)
    const isLive = row?.status === 'live' && row.terminal_id === terminalId && row.expires_at_ms > parts.clock.now()
    if (row === undefined || !isLive) return welcome
    const { reference, channel, digits, expires_at_ms: expiresAtMs } = row
    return { shows: 'code', locale: localeOf(row.customer_id), reference, channel, digits, expiresAtMs }
  }

  function inVisit(
    terminalId: string,
    shown: Exclude<ShownToCustomer, { shows: 'welcome' } | { shows: 'code' }>,
  ): CustomerView {
    const visit = parts.visits.openHere(shown.visitId, terminalId)
    if (visit === null) return welcome
    const locale = localeOf(visit.customer_id)
    if (shown.shows === 'visit') return { shows: 'visit', locale }
    if (shown.shows === 'pay') return { shows: 'pay', locale, amountMinor: shown.amountMinor }
    const row = parts.payments.byId(shown.paymentId)
    // Another customer's payment, or one that was taken back, is not "paid" here.
    if (row?.customer_id !== visit.customer_id || row.status !== 'paid') return { shows: 'visit', locale }
    const { amountMinor, changeMinor, receiptNo } = parts.describe(row)
    return { shows: 'paid', locale, amountMinor, changeMinor, receiptNo }
  }

  return {
    show(terminalId, shown) {
      if (shown.shows === 'welcome') shownAt.delete(terminalId)
      else shownAt.set(terminalId, shown)
      parts.atTerminal.publish(terminalId)
    },
    view(terminalId) {
      const shown = shownAt.get(terminalId)
      if (shown === undefined) return welcome
      const view = shown.shows === 'code' ? code(terminalId, shown.challengeId) : inVisit(terminalId, shown)
      // Forgotten, not only hidden.
      if (view.shows === 'welcome') shownAt.delete(terminalId)
      return view
    },
  }
}
