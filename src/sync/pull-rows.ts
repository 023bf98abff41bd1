/** What a branch's feed says: pages in its order, and what is asked for by its id. */
import type { ContactMark, FieldValue } from '../core/customers/change-record.ts'
import { customerFields } from '../core/customers/change-record.ts'
import type { ReceivedCustomer } from '../core/customers/received.ts'
import type { Stamp } from '../core/kernel/stamp.ts'
import type { ConflictRow } from './store.ts'

/** Asked of headquarters at once. */
const pageRows = 1_000

export interface CustomerPageRow {
  /** 0 where it was asked for by its id. */
  readonly seq: number
  readonly home_branch_id: string
  readonly id: string
  readonly account_no: string | null
  readonly name: string
  readonly address: string
  readonly ward: string
  readonly locale: string | null
  readonly preferred_channel: string | null
  readonly contacts: Record<string, ContactMark>
  readonly stamps: Record<string, Stamp>
  readonly created_at: Date
}

export interface BillPageRow {
  readonly seq: number
  readonly id: string
  readonly bill_no: string | null
  readonly customer_id: string
  readonly period: string
  readonly issued_on: string
  readonly due_on: string
  readonly amount_minor: number
  readonly lines: readonly { label: string; amountMinor: number }[]
  readonly stamp: string
  readonly created_at: Date
}

export interface ConflictPageRow {
  readonly id: string
  readonly customer_id: string
  readonly field: string
  readonly kept: string | null
  readonly lost: string | null
  readonly happened_at: Date
  readonly reviewed_at: Date | null
  readonly reviewed_by: string | null
}

const customerColumns = `c.account_no, c.name, c.address, c.ward, c.locale, c.preferred_channel, c.contacts, c.stamps, c.created_at`
const billColumns = `b.bill_no, b.customer_id, b.period, b.issued_on::text, b.due_on::text, b.amount_minor, b.lines, b.stamp, b.created_at`

export const customerPage = `SELECT f.seq, f.home_branch_id, f.id, ${customerColumns} FROM counterfoil.feed f
  LEFT JOIN counterfoil.customer c ON c.branch_id = f.home_branch_id AND c.id = f.id
  WHERE f.branch_id = $1 AND f.kind = 'customer' AND f.seq > $2 ORDER BY f.seq LIMIT ${pageRows}`
export const billPage = `SELECT f.seq, f.id, ${billColumns} FROM counterfoil.feed f
  LEFT JOIN counterfoil.bill b ON b.branch_id = f.home_branch_id AND b.id = f.id
  WHERE f.branch_id = $1 AND f.kind = 'bill' AND f.seq > $2 ORDER BY f.seq LIMIT ${pageRows}`
export const customersById = `SELECT 0 AS seq, c.branch_id AS home_branch_id, c.id, ${customerColumns} FROM counterfoil.customer c
  WHERE (c.branch_id = $1 AND c.id = ANY ($2::uuid[])) OR (c.branch_id, c.id) IN
    (SELECT s.home_branch_id, s.customer_id FROM counterfoil.customer_share s WHERE s.branch_id = $1 AND s.customer_id = ANY ($2::uuid[]))`
export const billsById = `SELECT 0 AS seq, b.id, ${billColumns} FROM counterfoil.bill b WHERE b.branch_id = $1 AND b.id = ANY ($2::uuid[])`
export const conflictsOf = `SELECT k.id, k.customer_id, k.field, k.kept, k.lost, k.happened_at, k.reviewed_at, k.reviewed_by
  FROM counterfoil.customer_conflict k JOIN unnest($1::uuid[], $2::uuid[]) AS w (home, id)
    ON k.home_branch_id = w.home AND k.customer_id = w.id WHERE k.happened_at > now() - interval '400 days'`

export const feedAhead = `SELECT count(*)::integer AS n FROM counterfoil.feed f
  WHERE f.branch_id = $1 AND ((f.kind = 'customer' AND f.seq > $2) OR (f.kind = 'bill' AND f.seq > $3))`

/** As this office's register takes it. */
export function receivedCustomer(row: CustomerPageRow, branchId: string): ReceivedCustomer {
  const fields: Record<string, FieldValue> = { ...row.contacts }
  for (const field of customerFields) fields[field] = row[field]
  const home = row.home_branch_id === branchId ? null : row.home_branch_id
  return { id: row.id, home, fields, stamps: row.stamps, createdAtMs: row.created_at.getTime() }
}

/** As it is kept here. */
export const conflictRow = (row: ConflictPageRow): ConflictRow => ({
  id: row.id,
  customer_id: row.customer_id,
  field: row.field,
  kept: row.kept,
  lost: row.lost,
  happened_at_ms: row.happened_at.getTime(),
  reviewed_at_ms: row.reviewed_at?.getTime() ?? null,
  reviewed_by: row.reviewed_by,
})
