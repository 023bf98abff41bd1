/** Reads records of the change log, whoever wrote them, as rows for headquarters. */
import { z } from 'zod'
import type { CustomerChange } from '../core/customers/change-record.ts'
import { reasonText } from '../core/headquarters/parked-reason.ts'
import { isStamp, makeStamp } from '../core/kernel/stamp.ts'
import { isBody, type Row, rowOf, type Table, tables } from './tables.ts'

/** A row of the change log. */
export interface LogRecord {
  readonly seq: number
  readonly at_ms: number
  readonly entity: string
  readonly entity_id: string
  readonly body: string
}

export interface BillState {
  readonly id: string
  readonly bill_no: string
  readonly customer_id: string
  readonly period: string
  readonly issued_on: string
  readonly due_on: string
  readonly amount_minor: number
  readonly lines: string
  readonly stamp: string
  readonly created_at: string
  readonly updated_at: string
}

export interface Review {
  readonly conflictId: string
  readonly by: string
  readonly at: string
}

/** What one record means at headquarters. */
export type Meaning =
  | { readonly kind: 'rows'; readonly rows: readonly (readonly [Table, Row])[] }
  | { readonly kind: 'customer'; readonly change: CustomerChange }
  | { readonly kind: 'bill'; readonly bill: BillState }
  | { readonly kind: 'review'; readonly review: Review }

/** A record that this version cannot read. Its words: see `reasonText`. */
export class UnreadableRecord extends Error {}

/** What a date of JavaScript can hold. */
const ms = z.int().min(-8.64e15).max(8.64e15)
const id = z.string()
const iso = (atMs: number): string => new Date(atMs).toISOString()
const nullable = z.string().nullable()

const review = z.object({ id, by: z.string(), at_ms: ms })
const mark = z.object({ position: z.int(), source: z.enum(['file', 'desk']), provenAtMs: ms.nullable() })
const customer = z.object({
  id,
  home: nullable,
  stamp: z.string().refine(isStamp),
  stamps: z.record(z.string(), z.string().refine(isStamp)).optional(),
  fields: z.record(z.string(), z.union([z.string(), mark, z.null()])),
  seen: z.record(z.string(), nullable),
  created_at_ms: ms,
  updated_at_ms: ms,
})
/** As it was written before customers had stamps: the whole of one. */
const wholeCustomer = z.object({
  id,
  account_no: z.string(),
  name: z.string(),
  address: z.string(),
  ward: z.string(),
  locale: nullable,
  preferred_channel: nullable,
  contacts: z.array(z.object({ kind: z.enum(['email', 'phone']), value: z.string() })),
  created_at_ms: ms,
  updated_at_ms: ms,
})
const bill = z.object({
  id,
  bill_no: z.string(),
  customer_id: id,
  period: z.string(),
  issued_on: z.string(),
  due_on: z.string(),
  amount_minor: z.int(),
  lines: z.array(z.object({ label: z.string(), amountMinor: z.int() })).optional(),
  stamp: z.string().optional(),
  created_at_ms: ms,
  updated_at_ms: ms,
})

export interface ReadingOffice {
  /** Stands in the stamps of records written before there were any. */
  readonly node: string
  /** The row of `visit` or `feedback`, for records that hold only what changed. */
  readonly rowOf: (entity: string, entityId: string) => unknown
}

/** The row of a body that is of its table's form; rows are most of what leaves, and are read without a schema's detours. */
function read(shape: Table, body: unknown, { at_ms }: LogRecord, where = ''): Row {
  const row = isBody(body) ? rowOf(shape, body, at_ms) : shape.name
  if (typeof row === 'string') throw new UnreadableRecord(reasonText('unreadable', `${where}${row}`))
  return row
}

type Reader = (body: unknown, record: LogRecord, office: ReadingOffice) => Meaning

const oneRow =
  (shape: Table): Reader =>
  (body, record) => ({ kind: 'rows', rows: [[shape, read(shape, body, record)]] })

/** Older records hold only what changed: this office has the rest. */
const oneRowOfOffice =
  (shape: Table): Reader =>
  (body, record, office) => {
    const row = isBody(body) ? rowOf(shape, body, record.at_ms) : ''
    return {
      kind: 'rows',
      rows: [[shape, typeof row === 'string' ? read(shape, office.rowOf(shape.name, record.entity_id), record) : row]],
    }
  }

function readPayment(body: unknown, record: LogRecord): Meaning {
  const rows: (readonly [Table, Row])[] = [
    [tables.payment, read(tables.payment, body, record)],
    [tables.receipt, read(tables.receipt, body, record)],
  ]
  const { id: payment_id, paid_at_ms, allocations } = body as Record<string, unknown>
  if (!Array.isArray(allocations)) throw new UnreadableRecord(reasonText('unreadable', 'allocations'))
  for (const [at, each] of allocations.entries()) {
    const allocation = isBody(each)
      ? { billId: each.billId, amountMinor: each.amountMinor, payment_id, paid_at_ms }
      : each
    rows.push([tables.allocation, read(tables.allocation, allocation, record, `allocations.${at}.`)])
  }
  return { kind: 'rows', rows }
}

function customerOf(body: unknown, record: LogRecord, office: ReadingOffice): CustomerChange {
  const now = customer.safeParse(body)
  if (now.success) return now.data
  const old = wholeCustomer.parse(body)
  const fields: Record<string, CustomerChange['fields'][string]> = {
    account_no: old.account_no,
    name: old.name,
    address: old.address,
    ward: old.ward,
    locale: old.locale,
    preferred_channel: old.preferred_channel,
  }
  for (const [position, { kind, value }] of old.contacts.entries())
    fields[`${kind}:${value}`] = { position, source: 'desk', provenAtMs: null }
  const { id: customerId, created_at_ms, updated_at_ms } = old
  const stamp = makeStamp(record.at_ms, 0, office.node)
  return { id: customerId, home: null, stamp, fields, seen: {}, created_at_ms, updated_at_ms }
}

/** The readers, by entity. Each throws where the body is not of its form. */
const readers: Readonly<Record<string, Reader>> = {
  payment: readPayment,
  payment_void: oneRow(tables.payment_void),
  visit: oneRowOfOffice(tables.visit),
  feedback: oneRowOfOffice(tables.feedback),
  verification: oneRow(tables.verification),
  message: oneRow(tables.message),
  terminal: oneRow(tables.terminal),
  audit_head: oneRow(tables.audit_head),
  conflict_review(body) {
    const { id: conflictId, by, at_ms } = review.parse(body)
    return { kind: 'review', review: { conflictId, by, at: iso(at_ms) } }
  },
  customer: (body, record, office) => ({ kind: 'customer', change: customerOf(body, record, office) }),
  bill(body, record, office) {
    const { created_at_ms, updated_at_ms, lines, stamp, ...row } = bill.parse(body)
    const state = {
      ...row,
      lines: JSON.stringify(lines ?? []),
      stamp: isStamp(stamp) ? stamp : makeStamp(record.at_ms, 0, office.node),
    }
    return { kind: 'bill', bill: { ...state, created_at: iso(created_at_ms), updated_at: iso(updated_at_ms) } }
  },
}

/** Throws `UnreadableRecord`. */
export function meaningOf(record: LogRecord, office: ReadingOffice): Meaning {
  const reader = Object.hasOwn(readers, record.entity) ? readers[record.entity] : undefined
  if (reader === undefined) throw new UnreadableRecord(reasonText('unknown_entity', record.entity))
  try {
    return reader(JSON.parse(record.body), record, office)
  } catch (error) {
    if (error instanceof UnreadableRecord) throw error
    const [issue] = error instanceof z.ZodError ? error.issues : []
    const where = issue === undefined ? 'its JSON' : issue.path.join('.')
    throw new UnreadableRecord(reasonText('unreadable', where === '' ? record.entity : where))
  }
}
