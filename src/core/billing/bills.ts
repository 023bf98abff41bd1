/** Bills as a visit sees them, and as a file brings them. */
import type { Bill } from '../../contract/billing.ts'
import { isoDateAt } from '../kernel/calendar.ts'
import type { ChangeLog } from '../kernel/change-log.ts'
import type { Clock } from '../kernel/clock.ts'
import type { NewId } from '../kernel/ids.ts'
import { stampAfter } from '../kernel/stamp.ts'
import type { BillRow, BillStore } from './bill-store.ts'
import { balanceOf, billStatus } from './rules.ts'

/** One bill of a file, already parsed. */
export interface BillRecord {
  readonly billNo: string
  readonly customerId: string
  readonly period: string
  readonly issuedOn: string
  readonly dueOn: string
  readonly amountMinor: number
  readonly lines: readonly { readonly label: string; readonly amountMinor: number }[]
}

export type BillUpsert =
  | { readonly outcome: 'added' | 'changed' | 'unchanged' }
  | { readonly outcome: 'refused'; readonly reason: 'below_paid' | 'other_customer' }

/** Paid bills shown below the unpaid ones. */
const paidShown = 24

export interface BillParts {
  readonly clock: Clock
  readonly newId: NewId
  readonly store: BillStore
  readonly changes: ChangeLog
  /** Who this office is in the stamps of what it writes. */
  readonly node: () => string
  readonly timeZone: string
}

export interface Bills {
  ofCustomer(customerId: string): { bills: Bill[]; balanceMinor: number; overdueMinor: number }
  /** By bill number. Call inside a transaction. A bill never falls below what is paid of it, nor moves to another customer once paid. */
  upsert(record: BillRecord): BillUpsert
}

export function billService(parts: BillParts): Bills {
  const { store } = parts

  function describe(row: BillRow, today: string): Bill {
    return {
      billId: row.id,
      billNo: row.bill_no,
      period: row.period,
      issuedOn: row.issued_on,
      dueOn: row.due_on,
      amountMinor: row.amount_minor,
      paidMinor: row.paid_minor,
      balanceMinor: balanceOf(row),
      status: billStatus(row, today),
    }
  }

  function same(row: BillRow, record: BillRecord): boolean {
    return (
      row.customer_id === record.customerId &&
      row.period === record.period &&
      row.issued_on === record.issuedOn &&
      row.due_on === record.dueOn &&
      row.amount_minor === record.amountMinor
    )
  }

  const linesOf = (billId: string): BillRecord['lines'] =>
    store.linesOf(billId).map(({ label, amount_minor: amountMinor }) => ({ label, amountMinor }))

  return {
    ofCustomer(customerId) {
      const today = isoDateAt(parts.clock.now(), parts.timeZone)
      const bills = [...store.unpaidOf(customerId), ...store.paidOf(customerId, paidShown)].map((row) =>
        describe(row, today),
      )
      const overdue = bills.filter((bill) => bill.status === 'overdue')
      return {
        bills,
        balanceMinor: store.balanceOf(customerId).balanceMinor,
        overdueMinor: overdue.reduce((sum, bill) => sum + bill.balanceMinor, 0),
      }
    },
    upsert(record) {
      const existing = store.byNumber(record.billNo)
      const nowMs = parts.clock.now()
      const row = {
        id: existing?.id ?? parts.newId(),
        bill_no: record.billNo,
        customer_id: record.customerId,
        period: record.period,
        issued_on: record.issuedOn,
        due_on: record.dueOn,
        amount_minor: record.amountMinor,
        created_at_ms: existing?.created_at_ms ?? nowMs,
        updated_at_ms: nowMs,
        stamp: stampAfter(nowMs, [existing?.stamp ?? ''], parts.node()),
      }
      if (existing === undefined) store.insert(row)
      else if (same(existing, record)) return { outcome: 'unchanged' }
      else if (existing.paid_minor > record.amountMinor) return { outcome: 'refused', reason: 'below_paid' }
      else if (existing.paid_minor > 0 && existing.customer_id !== record.customerId)
        return { outcome: 'refused', reason: 'other_customer' }
      else store.update(row)
      if (record.lines.length > 0) store.replaceLines(row.id, record.lines)
      const lines = record.lines.length > 0 || existing === undefined ? record.lines : null
      parts.changes.append('bill', row.id, { ...row, lines: lines ?? linesOf(row.id) })
      return { outcome: existing === undefined ? 'added' : 'changed' }
    },
  }
}
