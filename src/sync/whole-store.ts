/** This office's whole state as records of the change log, a page at a time by id; nothing of it is written. */
import { type CustomerChange, fieldsOf, readStamps } from '../core/customers/change-record.ts'
import type { ContactRow, CustomerRow } from '../core/customers/store.ts'
import type { Db } from '../core/kernel/db.ts'
import { makeStamp, type Stamp } from '../core/kernel/stamp.ts'
import type { LogRecord } from './records.ts'

/** In the order in which they are sent: money first. */
export const wholeTables = ['payment', 'payment_void', 'terminal', 'customer', 'bill', 'visit', 'feedback'] as const
export type WholeTable = (typeof wholeTables)[number]

type Row = Readonly<Record<string, unknown>>

const keyOf = (name: WholeTable): string => (name === 'payment_void' ? 'payment_id' : 'id')
/** Customers of other branches are theirs to send. */
const ownOnly = (name: WholeTable): string => (name === 'customer' ? 'AND home_branch IS NULL' : '')
const timeOf: Readonly<Record<WholeTable, string>> = {
  payment: 'paid_at_ms',
  payment_void: 'voided_at_ms',
  terminal: 'created_at_ms',
  customer: 'updated_at_ms',
  bill: 'updated_at_ms',
  visit: 'started_at_ms',
  feedback: 'updated_at_ms',
}
const columnsOf: Readonly<Record<WholeTable, string>> = {
  payment: `*, (SELECT number FROM receipt r WHERE r.payment_id = t.id) AS receiptNo,
    (SELECT json_group_array(json_object('billId', a.bill_id, 'amountMinor', a.amount_minor)) FROM allocation a WHERE a.payment_id = t.id) AS allocations`,
  payment_void: '*',
  terminal: 'id, number, name, face, created_at_ms, revoked_at_ms',
  customer: '*',
  bill: `*, (SELECT json_group_array(json_object('label', l.label, 'amountMinor', l.amount_minor)) FROM
    (SELECT label, amount_minor FROM bill_line WHERE bill_id = t.id ORDER BY position) l) AS lines`,
  visit: '*',
  feedback: '*',
}

/** What SQLite gave as JSON text, and headquarters' readers want as a list. */
const lists = ['allocations', 'lines']

export function wholeStore(db: Db) {
  const pages = new Map(
    wholeTables.map((name) => [
      name,
      db.prepare<[string, number], Row>(
        `SELECT ${columnsOf[name]} FROM ${name} t WHERE ${keyOf(name)} > ? ${ownOnly(name)} ORDER BY ${keyOf(name)} LIMIT ?`,
      ),
    ]),
  )
  const counts = new Map(
    wholeTables.map((name) => [
      name,
      db.prepare<[string], number>(`SELECT count(*) FROM ${name} WHERE ${keyOf(name)} > ? ${ownOnly(name)}`).pluck(),
    ]),
  )
  const note = db.prepare('UPDATE headquarters SET whole_at = ? WHERE id = 1')
  // Money and the register are in the whole state; what else happened is in what the log still keeps.
  const passOver = db.prepare(
    `UPDATE headquarters_lane SET acked_seq = m.seq, acked_hash = x'', sent_seq = m.seq, sent_hash = x''
     FROM (SELECT coalesce(max(seq), 0) AS seq FROM change_log) m WHERE lane IN (1, 2)`,
  )
  const fromStart = db.prepare(
    `UPDATE headquarters_lane SET acked_seq = 0, acked_hash = x'', sent_seq = 0, sent_hash = x'' WHERE lane NOT IN (1, 2)`,
  )
  const forgetParked = db.prepare('DELETE FROM headquarters_parked')
  const contacts = db.prepare<[string], ContactRow>('SELECT * FROM contact WHERE customer_id = ? ORDER BY position')

  function customerBody(row: CustomerRow, node: string): CustomerChange {
    const kept = readStamps(row.stamps)
    const stamps = Object.keys(kept).length > 0 ? kept : { '*': makeStamp(row.updated_at_ms, 0, node) }
    let stamp: Stamp = ''
    for (const each of Object.values(stamps)) if (each > stamp) stamp = each
    const { id, created_at_ms, updated_at_ms } = row
    const fields = fieldsOf(row, contacts.all(id))
    return { id, home: null, stamp, stamps, fields, seen: {}, created_at_ms, updated_at_ms }
  }

  function bodyOf(name: WholeTable, row: Row, node: string): string {
    if (name === 'customer') return JSON.stringify(customerBody(row as unknown as CustomerRow, node))
    const body: Record<string, unknown> = { ...row }
    for (const list of lists) if (typeof body[list] === 'string') body[list] = JSON.parse(body[list])
    return JSON.stringify(body)
  }

  return {
    /** In the order of their ids. They stand in no lane: their `seq` is 0. */
    page(name: WholeTable, afterId: string, limit: number, node: string): LogRecord[] {
      const rows = pages.get(name)?.all(afterId, limit) ?? []
      return rows.map((row) => ({
        seq: 0,
        at_ms: Number(row[timeOf[name]]),
        entity: name,
        entity_id: String(row[keyOf(name)]),
        body: bodyOf(name, row, node),
      }))
    },
    /** How far it is sent; null: it need not be. */
    note(at: string | null): void {
      note.run(at)
    },
    /** It waits from `at` on, and what was parked is part of it. */
    begin(at: string): void {
      note.run(at)
      passOver.run()
      fromStart.run()
      forgetParked.run()
    },
    countAfter: (name: WholeTable, afterId: string): number => counts.get(name)?.get(afterId) ?? 0,
  }
}
