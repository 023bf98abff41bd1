/** The only SQL of payments, allocations, receipts and voids. */
import type { PaymentMethod } from '../../contract/payments.ts'
import type { Db } from '../kernel/db.ts'

export interface PaymentRow {
  readonly id: string
  readonly visit_id: string
  readonly customer_id: string
  readonly terminal_id: string
  readonly idempotency_key: string
  readonly request_hash: Buffer
  readonly method: PaymentMethod
  readonly amount_minor: number
  readonly currency: string
  readonly tendered_minor: number | null
  readonly change_minor: number | null
  readonly reference: string | null
  readonly taken_by: string
  readonly status: 'paid' | 'voided'
  readonly paid_at_ms: number
}

export interface ReceiptRow {
  readonly id: string
  readonly payment_id: string
  readonly terminal_id: string
  readonly series: number
  readonly seq: number
  readonly number: string
  readonly prints: number
  readonly created_at_ms: number
}

export interface AllocationRow {
  readonly bill_id: string
  readonly amount_minor: number
  readonly bill_no: string
  readonly period: string
}

export interface VoidRow {
  readonly payment_id: string
  readonly reason: string
  readonly requested_by: string
  readonly approved_by: string
  readonly voided_at_ms: number
}

export function paymentStore(db: Db) {
  const insert = db.prepare(
    `INSERT INTO payment (id, visit_id, customer_id, terminal_id, idempotency_key, request_hash, method, amount_minor, currency,
       tendered_minor, change_minor, reference, taken_by, status, paid_at_ms)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const byId = db.prepare<[string], PaymentRow>('SELECT * FROM payment WHERE id = ?')
  const byKey = db.prepare<[string, string], PaymentRow>(
    'SELECT * FROM payment WHERE terminal_id = ? AND idempotency_key = ?',
  )
  const byKeyAnywhere = db.prepare<[string], PaymentRow>('SELECT * FROM payment WHERE idempotency_key = ? LIMIT 1')
  const ofCustomer = db.prepare<[string, number], PaymentRow>(
    'SELECT * FROM payment WHERE customer_id = ? ORDER BY paid_at_ms DESC LIMIT ?',
  )
  const setVoided = db.prepare(`UPDATE payment SET status = 'voided' WHERE id = ? AND status = 'paid'`)
  const insertVoid = db.prepare(
    'INSERT INTO payment_void (payment_id, reason, requested_by, approved_by, voided_at_ms) VALUES (?, ?, ?, ?, ?)',
  )
  const insertAllocation = db.prepare('INSERT INTO allocation (payment_id, bill_id, amount_minor) VALUES (?, ?, ?)')
  const allocations = db.prepare<[string], AllocationRow>(
    `SELECT allocation.bill_id, allocation.amount_minor, bill.bill_no, bill.period FROM allocation
     JOIN bill ON bill.id = allocation.bill_id WHERE allocation.payment_id = ? ORDER BY bill.due_on, bill.id`,
  )
  const insertReceipt = db.prepare(
    'INSERT INTO receipt (id, payment_id, terminal_id, series, seq, number, created_at_ms) VALUES (?, ?, ?, ?, ?, ?, ?)',
  )
  const receipt = db.prepare<[string], ReceiptRow>('SELECT * FROM receipt WHERE id = ?')
  const receiptOf = db.prepare<[string], ReceiptRow>('SELECT * FROM receipt WHERE payment_id = ?')
  const countPrint = db.prepare<[string], { prints: number }>(
    'UPDATE receipt SET prints = prints + 1 WHERE id = ? RETURNING prints',
  )
  const uncountPrint = db.prepare('UPDATE receipt SET prints = prints - 1 WHERE id = ? AND prints > 0')
  const takings = db.prepare<[number], { total: number | null }>(
    `SELECT sum(amount_minor) AS total FROM payment WHERE paid_at_ms >= ? AND status = 'paid'`,
  )

  return {
    insert(row: PaymentRow): void {
      insert.run(
        row.id,
        row.visit_id,
        row.customer_id,
        row.terminal_id,
        row.idempotency_key,
        row.request_hash,
        row.method,
        row.amount_minor,
        row.currency,
        row.tendered_minor,
        row.change_minor,
        row.reference,
        row.taken_by,
        row.status,
        row.paid_at_ms,
      )
    },
    byId: (paymentId: string): PaymentRow | undefined => byId.get(paymentId),
    byKey: (terminalId: string, key: string): PaymentRow | undefined => byKey.get(terminalId, key),
    byKeyAnywhere: (key: string): PaymentRow | undefined => byKeyAnywhere.get(key),
    /** Newest first. */
    ofCustomer: (customerId: string, limit: number): PaymentRow[] => ofCustomer.all(customerId, limit),
    markVoided: (paymentId: string): boolean => setVoided.run(paymentId).changes === 1,
    insertVoid(row: VoidRow): void {
      insertVoid.run(row.payment_id, row.reason, row.requested_by, row.approved_by, row.voided_at_ms)
    },
    insertAllocation(paymentId: string, billId: string, amountMinor: number): void {
      insertAllocation.run(paymentId, billId, amountMinor)
    },
    allocationsOf: (paymentId: string): AllocationRow[] => allocations.all(paymentId),
    insertReceipt(row: Omit<ReceiptRow, 'prints'>): void {
      insertReceipt.run(row.id, row.payment_id, row.terminal_id, row.series, row.seq, row.number, row.created_at_ms)
    },
    receipt: (receiptId: string): ReceiptRow | undefined => receipt.get(receiptId),
    receiptOf: (paymentId: string): ReceiptRow | undefined => receiptOf.get(paymentId),
    /** Counts one print and returns how many there were with it. */
    countPrint: (receiptId: string): number => countPrint.get(receiptId)?.prints ?? 0,
    /** Takes a counted print back that did not come out. */
    uncountPrint(receiptId: string): void {
      uncountPrint.run(receiptId)
    },
    takingsSince: (fromMs: number): number => takings.get(fromMs)?.total ?? 0,
  }
}
export type PaymentStore = ReturnType<typeof paymentStore>
