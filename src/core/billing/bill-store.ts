/** The only SQL of bills and their lines. */
import type { Db } from '../kernel/db.ts'

export interface BillRow {
  readonly id: string
  readonly bill_no: string
  readonly customer_id: string
  readonly period: string
  readonly issued_on: string
  readonly due_on: string
  readonly amount_minor: number
  readonly paid_minor: number
  readonly created_at_ms: number
  readonly updated_at_ms: number
  /** Of its last writing here or elsewhere; empty where it was written before there were stamps. */
  readonly stamp: string
}

/** How many bills of one customer a screen is given at most. */
const mostBills = 200

export function billStore(db: Db) {
  const insert = db.prepare(
    `INSERT INTO bill (id, bill_no, customer_id, period, issued_on, due_on, amount_minor, created_at_ms, updated_at_ms, stamp)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const update = db.prepare(
    'UPDATE bill SET customer_id = ?, period = ?, issued_on = ?, due_on = ?, amount_minor = ?, updated_at_ms = ?, stamp = ? WHERE id = ?',
  )
  const byId = db.prepare<[string], BillRow>('SELECT * FROM bill WHERE id = ?')
  const first = db.prepare<[], { id: string }>(`SELECT id FROM bill WHERE id > '' LIMIT 1`)
  const byNumber = db.prepare<[string], BillRow>('SELECT * FROM bill WHERE bill_no = ?')
  const unpaid = db.prepare<[string, number], BillRow>(
    'SELECT * FROM bill WHERE customer_id = ? AND paid_minor < amount_minor ORDER BY due_on, issued_on, id LIMIT ?',
  )
  const settled = db.prepare<[string, number], BillRow>(
    'SELECT * FROM bill WHERE customer_id = ? AND paid_minor = amount_minor ORDER BY due_on DESC LIMIT ?',
  )
  const balance = db.prepare<[string], { balance: number | null; open: number }>(
    'SELECT sum(amount_minor - paid_minor) AS balance, count(*) AS open FROM bill WHERE customer_id = ? AND paid_minor < amount_minor',
  )
  const pay = db.prepare('UPDATE bill SET paid_minor = paid_minor + ?, updated_at_ms = ? WHERE id = ?')
  const lines = db.prepare<[string], { label: string; amount_minor: number }>(
    'SELECT label, amount_minor FROM bill_line WHERE bill_id = ? ORDER BY position',
  )
  const insertLine = db.prepare('INSERT INTO bill_line (bill_id, position, label, amount_minor) VALUES (?, ?, ?, ?)')
  const dropLines = db.prepare('DELETE FROM bill_line WHERE bill_id = ?')

  return {
    insert(row: Omit<BillRow, 'paid_minor'>): void {
      insert.run(
        row.id,
        row.bill_no,
        row.customer_id,
        row.period,
        row.issued_on,
        row.due_on,
        row.amount_minor,
        row.created_at_ms,
        row.updated_at_ms,
        row.stamp,
      )
    },
    update(row: Omit<BillRow, 'paid_minor' | 'created_at_ms' | 'bill_no'>): void {
      update.run(
        row.customer_id,
        row.period,
        row.issued_on,
        row.due_on,
        row.amount_minor,
        row.updated_at_ms,
        row.stamp,
        row.id,
      )
    },
    byId: (billId: string): BillRow | undefined => byId.get(billId),
    any: (): boolean => first.get() !== undefined,
    byNumber: (billNo: string): BillRow | undefined => byNumber.get(billNo),
    /** Oldest due first. */
    unpaidOf: (customerId: string): BillRow[] => unpaid.all(customerId, mostBills),
    /** Newest first. */
    paidOf: (customerId: string, limit: number): BillRow[] => settled.all(customerId, limit),
    balanceOf(customerId: string): { balanceMinor: number; openBills: number } {
      const row = balance.get(customerId)
      return { balanceMinor: row?.balance ?? 0, openBills: row?.open ?? 0 }
    },
    /** Adds to what is paid of a bill; below zero for a void. The table's CHECK refuses more than the bill, or less than nothing. */
    addPaid(billId: string, amountMinor: number, atMs: number): void {
      pay.run(amountMinor, atMs, billId)
    },
    linesOf: (billId: string): { label: string; amount_minor: number }[] => lines.all(billId),
    replaceLines(billId: string, entries: readonly { label: string; amountMinor: number }[]): void {
      dropLines.run(billId)
      for (const [position, entry] of entries.entries())
        insertLine.run(billId, position, entry.label, entry.amountMinor)
    },
  }
}
export type BillStore = ReturnType<typeof billStore>
