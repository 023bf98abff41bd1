/** The SQL that puts payments back which this office has lost. They were logged and pushed before: nothing of it is logged anew. */
import type { Db } from '../core/kernel/db.ts'

export interface LostPayment {
  readonly id: string
  readonly visit_id: string
  readonly customer_id: string
  readonly terminal_id: string
  readonly method: string
  readonly amount_minor: number
  readonly currency: string
  readonly tendered_minor: number | null
  readonly change_minor: number | null
  readonly reference: string | null
  readonly taken_by: string
  readonly status: 'paid' | 'voided'
  readonly paid_at_ms: number
}

export interface LostReceipt {
  readonly id: string
  readonly payment_id: string
  readonly terminal_id: string
  readonly series: number
  readonly seq: number
  readonly number: string
  readonly created_at_ms: number
}

export interface LostVoid {
  readonly payment_id: string
  readonly reason: string
  readonly requested_by: string
  readonly approved_by: string
  readonly voided_at_ms: number
}

export function recoveryStore(db: Db) {
  const node = db.prepare<[], string>('SELECT node FROM headquarters').pluck()
  const rename = db
    .prepare<[], string>('UPDATE headquarters SET node = lower(hex(randomblob(6))) RETURNING node')
    .pluck()
  const renameUnsent = db.prepare(
    `UPDATE change_log SET body = json_set(body, '$.stamp', substr(json_extract(body, '$.stamp'), 1, 17) || ?)
     WHERE lane = 2 AND seq > (SELECT acked_seq FROM headquarters_lane WHERE lane = 2) AND entity IN ('customer', 'bill')
       AND substr(json_extract(body, '$.stamp'), 18) = ?`,
  )
  const status = db.prepare<[string], 'paid' | 'voided'>('SELECT status FROM payment WHERE id = ?').pluck()
  const receiptByNumber = db.prepare<[string], string>('SELECT id FROM receipt WHERE number = ?').pluck()
  const allocations = db.prepare<[string], { bill_id: string; amount_minor: number }>(
    'SELECT bill_id, amount_minor FROM allocation WHERE payment_id = ?',
  )
  // Its own key came from the screen that asked and is known there alone; this one can be nobody's.
  const payment = db.prepare<[LostPayment]>(
    `INSERT INTO payment (id, visit_id, customer_id, terminal_id, idempotency_key, request_hash, method, amount_minor, currency,
       tendered_minor, change_minor, reference, taken_by, status, paid_at_ms)
     VALUES (@id, @visit_id, @customer_id, @terminal_id, 'headquarters:' || @id, x'', @method, @amount_minor, @currency,
       @tendered_minor, @change_minor, @reference, @taken_by, @status, @paid_at_ms)`,
  )
  const allocation = db.prepare('INSERT INTO allocation (payment_id, bill_id, amount_minor) VALUES (?, ?, ?)')
  // It was printed then, as far as anyone knows: what is printed now is a duplicate.
  const receipt = db.prepare<[LostReceipt]>(
    `INSERT INTO receipt (id, payment_id, terminal_id, series, seq, number, prints, created_at_ms)
     VALUES (@id, @payment_id, @terminal_id, @series, @seq, @number, 1, @created_at_ms)`,
  )
  const voided = db.prepare<[LostVoid]>(
    `INSERT INTO payment_void (payment_id, reason, requested_by, approved_by, voided_at_ms)
     VALUES (@payment_id, @reason, @requested_by, @approved_by, @voided_at_ms)`,
  )
  const markVoided = db.prepare(`UPDATE payment SET status = 'voided' WHERE id = ?`)
  const done = db.prepare('UPDATE headquarters SET recover = 0 WHERE id = 1')
  // From terminal to terminal by the index of the receipts, however many there are.
  const series = db
    .prepare<[], number>(
      `WITH RECURSIVE counting (id) AS (SELECT min(terminal_id) FROM receipt
         UNION ALL SELECT (SELECT min(r.terminal_id) FROM receipt r WHERE r.terminal_id > c.id) FROM counting c WHERE c.id IS NOT NULL)
       SELECT max(coalesce((SELECT max(receipt_series) FROM terminal), 1),
         coalesce((SELECT CAST(value AS INTEGER) FROM setting WHERE key = 'receiptSeries'), 1),
         coalesce((SELECT max((SELECT max(r.series) FROM receipt r WHERE r.terminal_id = c.id)) FROM counting c), 1))`,
    )
    .pluck()
  const anew = db.prepare('UPDATE terminal SET receipt_series = ?, next_receipt = 1, next_ticket = 1')
  const countOn = db.prepare(
    `UPDATE terminal SET next_receipt = @next WHERE (id = @id OR number = @number) AND receipt_series = @series AND next_receipt < @next`,
  )
  const keepSeries = db.prepare(`INSERT OR REPLACE INTO setting (key, value) VALUES ('receiptSeries', ?)`)

  return {
    statusOf: (paymentId: string): 'paid' | 'voided' | undefined => status.get(paymentId),
    receiptTaken: (number: string): boolean => receiptByNumber.get(number) !== undefined,
    allocationsOf: (paymentId: string) => allocations.all(paymentId),
    insertPayment(row: LostPayment): void {
      payment.run(row)
    },
    insertAllocation(paymentId: string, billId: string, amountMinor: number): void {
      allocation.run(paymentId, billId, amountMinor)
    },
    insertReceipt(row: LostReceipt): void {
      receipt.run(row)
    },
    insertVoid(row: LostVoid): void {
      voided.run(row)
    },
    markVoided(paymentId: string): void {
      markVoided.run(paymentId)
    },
    /** Everything that headquarters has is here again. */
    noteDone(): void {
      done.run()
    },
    /** A receipt with this number is here: the terminal that counts in its series goes on behind it. */
    countOn(terminal: { readonly id: string; readonly number: number }, series: number, seq: number): void {
      countOn.run({ ...terminal, series, next: seq + 1 })
    },
    /**
     * Receipts are counted on in a series above what is here and what headquarters has (`there`; null: nothing): always where
     * `begins`, else where headquarters has reached the one that is counted in here.
     */
    countAbove(there: number | null, begins: boolean): void {
      const here = series.get() ?? 1
      if (!begins && (there === null || here > there)) return
      const number = Math.max(here, there ?? 1) + 1
      anew.run(number)
      keepSeries.run(String(number))
    },
    /**
     * Another copy of this office wrote under the same name: from now on, and for all that headquarters has not confirmed, this one
     * has a name of its own, so that the two copies' writings are told apart.
     */
    beginWriter(): void {
      const before = node.get() ?? ''
      renameUnsent.run(rename.get() ?? '', before)
    },
  }
}
