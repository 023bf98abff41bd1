/** Pay-codes: a QR the customer pays from a bank's app; a payment only once staff see the money arrive. */
import type { Allocation, PayCode, Payment } from '../../contract/payments.ts'
import type { AuditTrail } from '../audit/trail.ts'
import type { CustomerStore } from '../customers/store.ts'
import { type Chance, randomBelow } from '../kernel/chance.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Db, Transact } from '../kernel/db.ts'
import type { NewId } from '../kernel/ids.ts'
import { decimalText } from '../kernel/money.ts'
import { foldText } from '../kernel/text.ts'
import type { Settings } from '../settings/service.ts'
import { byCaller, type Caller } from '../visits/caller.ts'
import type { BillStore } from './bill-store.ts'
import type { PaymentStore } from './payment-store.ts'
import { type Payments, requestHash } from './payments.ts'
import { type AllocationRefusal, type PaymentRequest, refuseAllocations, totalOf } from './rules.ts'

interface PayCodeRow {
  readonly id: string
  readonly code: string
  readonly visit_id: string
  readonly customer_id: string
  readonly terminal_id: string
  readonly request_hash: Buffer
  readonly amount_minor: number
  readonly allocations: string
  readonly status: PayCode['status']
  readonly payment_id: string | null
  readonly created_at_ms: number
  readonly expires_at_ms: number
}

/** A pay-code waits this long for its money: 30 minutes. */
const validMs = 30 * 60_000
/** Money that comes late can be recorded for 30 days. */
const findableMs = 30 * 24 * 60 * 60_000
const shown = 50
const lookThrough = 2_000
const letters = 'ABCDEFGHJKLMNPRTUVWXY23456789'

export type CreateOutcome =
  | { readonly outcome: 'done'; readonly payCode: PayCode }
  | AllocationRefusal
  | { readonly outcome: 'refused'; readonly reason: 'key_reused' }

export type SettleOutcome =
  | { readonly outcome: 'paid'; readonly payment: Payment }
  | { readonly outcome: 'refused'; readonly reason: 'not_found' | 'more_than_balance' }

export interface PayCodeParts {
  readonly db: Db
  readonly transact: Transact
  readonly clock: Clock
  readonly chance: Chance
  readonly newId: NewId
  readonly settings: () => Settings
  readonly customers: CustomerStore
  readonly bills: BillStore
  readonly payments: Payments
  readonly paymentStore: PaymentStore
  readonly audit: AuditTrail
}

/** What the QR says: a UPI link where the office has a UPI payee (NPCI linking specification 1.6), else plain words. */
function qrTextOf(settings: Settings, code: string, amountMinor: number): string {
  const amount = decimalText(amountMinor, settings.currency)
  if (settings.currency === 'INR' && settings.payee.includes('@')) {
    const query = new URLSearchParams({
      pa: settings.payee,
      pn: settings.officeName,
      am: amount,
      cu: 'INR',
      tn: code,
      tr: code,
    })
    return `upi://pay?${query.toString().replaceAll('+', '%20')}`
  }
  return [settings.officeName, settings.payee, `${settings.currency} ${amount}`, code]
    .filter((part) => part !== '')
    .join('\n')
}

export function payCodeService(parts: PayCodeParts) {
  const { db, clock, transact, audit } = parts
  const insert = db.prepare(
    `INSERT INTO pay_code (id, code, visit_id, customer_id, terminal_id, idempotency_key, request_hash, amount_minor, allocations, status,
       created_at_ms, expires_at_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', ?, ?)`,
  )
  const byId = db.prepare<[string], PayCodeRow>('SELECT * FROM pay_code WHERE id = ?')
  const byKey = db.prepare<[string, string], PayCodeRow>(
    'SELECT * FROM pay_code WHERE terminal_id = ? AND idempotency_key = ?',
  )
  const waiting = db.prepare<[number, number], PayCodeRow>(
    `SELECT * FROM pay_code WHERE status = 'waiting' AND created_at_ms > ? ORDER BY created_at_ms DESC LIMIT ?`,
  )
  const recent = db.prepare<[number, number], PayCodeRow>(
    'SELECT * FROM pay_code WHERE created_at_ms > ? ORDER BY created_at_ms DESC LIMIT ?',
  )
  const ofVisit = db.prepare<[string], PayCodeRow>(`SELECT * FROM pay_code WHERE visit_id = ? AND status = 'waiting'`)
  const cancel = db.prepare(`UPDATE pay_code SET status = 'cancelled' WHERE id = ? AND status = 'waiting'`)
  const settled = db.prepare(`UPDATE pay_code SET status = 'settled', payment_id = ? WHERE id = ?`)

  function describe(row: PayCodeRow): PayCode {
    const payment = row.payment_id === null ? undefined : parts.paymentStore.byId(row.payment_id)
    const expired = row.status === 'waiting' && row.expires_at_ms <= clock.now()
    return {
      payCodeId: row.id,
      code: row.code,
      qrText: qrTextOf(parts.settings(), row.code, row.amount_minor),
      amountMinor: row.amount_minor,
      expiresAtMs: row.expires_at_ms,
      status: expired ? 'expired' : row.status,
      customerName: parts.customers.byId(row.customer_id)?.name ?? '',
      payment: payment === undefined ? null : parts.payments.describe(payment),
    }
  }

  const newCode = (): string =>
    `P${Array.from({ length: 6 }, () => letters.charAt(randomBelow(parts.chance, letters.length))).join('')}`

  return {
    create(
      caller: Caller,
      visit: { id: string; customerId: string },
      key: string,
      allocations: readonly Allocation[],
    ): CreateOutcome {
      return transact((): CreateOutcome => {
        const request: PaymentRequest = { method: 'pay_code', allocations, tenderedMinor: null, reference: '' }
        const hash = requestHash(visit.customerId, request)
        const earlier = byKey.get(caller.terminalId, key)
        if (earlier !== undefined) {
          return earlier.request_hash.equals(hash)
            ? { outcome: 'done', payCode: describe(earlier) }
            : { outcome: 'refused', reason: 'key_reused' }
        }
        const refusal = refuseAllocations(allocations, (billId) => {
          const bill = parts.bills.byId(billId)
          return bill?.customer_id === visit.customerId ? bill : undefined
        })
        if (refusal !== null) return refusal
        // One waiting code a visit: a customer who goes back and forth fills no list, and owes nothing twice.
        for (const earlierCode of ofVisit.all(visit.id)) cancel.run(earlierCode.id)
        const nowMs = clock.now()
        const id = parts.newId()
        insert.run(
          id,
          newCode(),
          visit.id,
          visit.customerId,
          caller.terminalId,
          key,
          hash,
          totalOf(allocations),
          JSON.stringify(allocations),
          nowMs,
          nowMs + validMs,
        )
        audit.append({
          ...byCaller(caller),
          visitId: visit.id,
          action: 'pay_code.made',
          subject: id,
          outcome: 'waiting',
          detail: { amountMinor: totalOf(allocations) },
        })
        const row = byId.get(id)
        if (row === undefined) throw new Error('a pay-code just written is gone')
        return { outcome: 'done', payCode: describe(row) }
      })
    },
    state(payCodeId: string, customerId: string): PayCode | null {
      const row = byId.get(payCodeId)
      return row === undefined || row.customer_id !== customerId ? null : describe(row)
    },
    cancel(caller: Caller, payCodeId: string, customerId: string): boolean {
      return transact(() => {
        const row = byId.get(payCodeId)
        if (row === undefined || row.customer_id !== customerId || cancel.run(payCodeId).changes === 0) return false
        audit.append({
          ...byCaller(caller),
          visitId: row.visit_id,
          action: 'pay_code.cancelled',
          subject: payCodeId,
          outcome: 'done',
          detail: {},
        })
        return true
      })
    },
    /** Those still waiting, newest first; with a query, a code or a customer's name, any unsettled one of the last 30 days. */
    waiting(query: string): PayCode[] {
      const folded = foldText(query)
      if (folded === '') {
        const rows = waiting.all(clock.now() - validMs, shown).map(describe)
        return rows.filter((row) => row.status === 'waiting')
      }
      const rows = recent.all(clock.now() - findableMs, lookThrough).map(describe)
      return rows
        .filter((row) => row.status !== 'settled' && foldText(`${row.code} ${row.customerName}`).includes(folded))
        .slice(0, shown)
    },
    settle(caller: Caller, payCodeId: string, reference: string): SettleOutcome {
      return transact((): SettleOutcome => {
        const row = byId.get(payCodeId)
        if (row === undefined) return { outcome: 'refused', reason: 'not_found' }
        const already = row.payment_id === null ? undefined : parts.paymentStore.byId(row.payment_id)
        if (already !== undefined) return { outcome: 'paid', payment: parts.payments.describe(already) }
        const allocations: Allocation[] = JSON.parse(row.allocations)
        const paid = parts.payments.pay(
          caller,
          { id: row.visit_id, customerId: row.customer_id },
          `pay-code-${row.id}`,
          {
            method: 'pay_code',
            allocations,
            tenderedMinor: null,
            reference,
          },
        )
        if (paid.outcome === 'refused') return { outcome: 'refused', reason: 'more_than_balance' }
        settled.run(paid.payment.paymentId, row.id)
        return paid
      })
    },
  }
}
