/** A bill as headquarters holds it, put into this office's books. What was paid of it stays what was paid here. */
import type { Clock } from '../kernel/clock.ts'
import type { Stamp } from '../kernel/stamp.ts'
import type { BillRow, BillStore } from './bill-store.ts'

export interface ReceivedBill {
  readonly id: string
  readonly billNo: string
  readonly customerId: string
  readonly period: string
  /** ISO dates. */
  readonly issuedOn: string
  readonly dueOn: string
  readonly amountMinor: number
  readonly lines: readonly { readonly label: string; readonly amountMinor: number }[]
  readonly stamp: Stamp
  readonly createdAtMs: number
}

export type ReceivedBillOutcome =
  | { readonly outcome: 'added' | 'changed' | 'unchanged' }
  | { readonly outcome: 'refused'; readonly reason: 'bill_no_taken' | 'below_paid' | 'other_customer' }

/**
 * Call inside a transaction, once its customer is known here. A bill that is `pending` was written here and headquarters has not
 * judged it yet: it stays as it is, and comes again where headquarters' state counts.
 */
export function receiveBill(
  parts: { readonly clock: Clock; readonly store: BillStore },
  received: ReceivedBill,
  pending: boolean,
): ReceivedBillOutcome {
  const { store } = parts
  const existing = store.byId(received.id)
  if (existing !== undefined && pending) return { outcome: 'unchanged' }
  const owner = store.byNumber(received.billNo)
  if (owner !== undefined && owner.id !== received.id) return { outcome: 'refused', reason: 'bill_no_taken' }
  if (existing !== undefined && existing.paid_minor > received.amountMinor)
    return { outcome: 'refused', reason: 'below_paid' }
  if (existing !== undefined && existing.paid_minor > 0 && existing.customer_id !== received.customerId)
    return { outcome: 'refused', reason: 'other_customer' }
  if (existing?.stamp === received.stamp) return { outcome: 'unchanged' }
  const nowMs = parts.clock.now()
  const row: Omit<BillRow, 'paid_minor'> = {
    id: received.id,
    bill_no: received.billNo,
    customer_id: received.customerId,
    period: received.period,
    issued_on: received.issuedOn,
    due_on: received.dueOn,
    amount_minor: received.amountMinor,
    created_at_ms: existing?.created_at_ms ?? received.createdAtMs,
    updated_at_ms: nowMs,
    stamp: received.stamp,
  }
  if (existing === undefined) store.insert(row)
  else store.update(row)
  store.replaceLines(row.id, received.lines)
  return { outcome: existing === undefined ? 'added' : 'changed' }
}
