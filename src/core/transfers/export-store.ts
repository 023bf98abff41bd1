/**
 * The SQL of exports. Each is one statement, read row by row, and therefore one consistent look at the office; they scan
 * whole tables by design. Times come out as ISO 8601 in UTC.
 */
import type { ExportKind } from '../../contract/transfers.ts'
import { type AuditMatch, conditionsOf } from '../audit/match.ts'
import type { Db } from '../kernel/db.ts'

const iso = (column: string): string => `strftime('%Y-%m-%dT%H:%M:%fZ', ${column} / 1000.0, 'unixepoch')`
const contacts = (kind: 'email' | 'phone'): string =>
  `(SELECT group_concat(value, ';' ORDER BY position) FROM contact WHERE customer_id = customer.id AND kind = '${kind}')`

/** A cell as the database has it: text, a number, or an amount in minor units beside its currency. */
export type ExportValue = string | number | null

/** `amountAt` and `currencyAt` say where an amount stands and where its currency; null: the office's. */
interface ExportQuery {
  readonly count: string
  readonly rows: string
  readonly amountAt: number | null
  readonly currencyAt: number | null
}

export const exportQueries: Readonly<Record<ExportKind, ExportQuery>> = {
  customers: {
    count: 'SELECT count(*) AS total FROM customer',
    rows: `SELECT account_no, name, ${contacts('email')}, ${contacts('phone')}, address, ward, locale, preferred_channel
      FROM customer ORDER BY seq`,
    amountAt: null,
    currencyAt: null,
  },
  bills: {
    count: 'SELECT count(*) AS total FROM bill',
    rows: `SELECT bill_no, account_no, period, issued_on, due_on, amount_minor
      FROM bill JOIN customer ON customer.id = bill.customer_id ORDER BY bill.id`,
    amountAt: 5,
    currencyAt: null,
  },
  payments: {
    count: 'SELECT count(*) AS total FROM payment',
    rows: `SELECT payment.id, receipt.number, account_no,
        (SELECT group_concat(bill_no, ';' ORDER BY bill.due_on, bill.id) FROM allocation
         JOIN bill ON bill.id = allocation.bill_id WHERE allocation.payment_id = payment.id),
        payment.amount_minor, payment.currency, payment.method, payment.reference, payment.status, ${iso('payment.paid_at_ms')}
      FROM payment JOIN customer ON customer.id = payment.customer_id
      LEFT JOIN receipt ON receipt.payment_id = payment.id ORDER BY payment.id`,
    amountAt: 4,
    currencyAt: 5,
  },
  feedback: {
    count: 'SELECT count(*) AS total FROM feedback',
    rows: `SELECT ticket_no, account_no, rating, category, words, status, answer,
        ${iso('feedback.created_at_ms')}, ${iso('feedback.updated_at_ms')}
      FROM feedback JOIN customer ON customer.id = feedback.customer_id ORDER BY feedback.id`,
    amountAt: null,
    currencyAt: null,
  },
  audit: {
    count: 'SELECT count(*) AS total FROM audit',
    rows: `SELECT seq, ${iso('at_ms')}, actor, terminal_id, visit_id, action, subject, outcome, detail, lower(hex(hash))
      FROM audit ORDER BY seq`,
    amountAt: null,
    currencyAt: null,
  },
}

/** Whether amounts are kept already, and with them the decimals of their currency. */
export function anyBill(db: Db): boolean {
  return db.prepare('SELECT 1 FROM bill LIMIT 1').get() !== undefined
}

export interface ExportReader {
  readonly total: number
  rows(): IterableIterator<ExportValue[]>
}

/** `db` should be a connection of its own: it is busy while the rows are read. */
export function exportReader(db: Db, kind: ExportKind, audit?: AuditMatch): ExportReader {
  const query = exportQueries[kind]
  if (kind === 'audit' && audit !== undefined) return foundRows(db, audit)
  const counted = db.prepare<[], { total: number }>(query.count).get()
  return {
    total: counted?.total ?? 0,
    rows: () => db.prepare<[], ExportValue[]>(query.rows).raw().iterate(),
  }
}

/** The rows of the trail that were searched for. */
function foundRows(db: Db, audit: AuditMatch): ExportReader {
  const { sql, params } = conditionsOf(audit)
  const counted = db
    .prepare<unknown[], { total: number }>(`SELECT count(*) AS total FROM audit WHERE ${sql}`)
    .get(...params)
  const rows = exportQueries.audit.rows.replace('FROM audit', () => `FROM audit WHERE ${sql}`)
  return {
    total: counted?.total ?? 0,
    rows: () =>
      db
        .prepare<unknown[], ExportValue[]>(rows)
        .raw()
        .iterate(...params),
  }
}
