/** Reads records of the change log, whoever wrote them, as rows for headquarters. */
import { z } from 'zod'
import type { CustomerChange } from '../core/customers/change-record.ts'
import { reasonText } from '../core/headquarters/parked-reason.ts'
import { isStamp, makeStamp } from '../core/kernel/stamp.ts'
import type { Row, TableName } from './tables.ts'

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

/** What one record means at headquarters. */
export type Meaning =
  | { readonly kind: 'rows'; readonly rows: readonly (readonly [TableName, Row])[] }
  | { readonly kind: 'customer'; readonly change: CustomerChange }
  | { readonly kind: 'bill'; readonly bill: BillState }
  | { readonly kind: 'review'; readonly conflictId: string; readonly by: string; readonly at: string }

/** A record that this version cannot read. Its words: see `reasonText`. */
export class UnreadableRecord extends Error {}

const ms = z.int()
const id = z.string()
const iso = (atMs: number): string => new Date(atMs).toISOString()
const isoOrNull = (atMs: number | null | undefined): string | null =>
  atMs === null || atMs === undefined ? null : iso(atMs)
const nullable = z.string().nullable()

const payment = z.object({
  id,
  visit_id: id,
  customer_id: id,
  terminal_id: id,
  method: z.string(),
  amount_minor: z.int(),
  currency: z.string(),
  tendered_minor: z.int().nullable(),
  change_minor: z.int().nullable(),
  reference: nullable,
  taken_by: z.string(),
  paid_at_ms: ms,
  receiptNo: z.string(),
  allocations: z.array(z.object({ billId: id, amountMinor: z.int() })),
})
const paymentVoid = z.object({
  payment_id: id,
  reason: z.string(),
  requested_by: z.string(),
  approved_by: z.string(),
  voided_at_ms: ms,
})
const visit = z.object({
  id,
  customer_id: id,
  terminal_id: id,
  verified_by: z.string(),
  opened_by: z.string(),
  vouched_by: nullable.optional(),
  started_at_ms: ms,
  ended_at_ms: ms.nullable().optional(),
  ended_how: nullable.optional(),
})
const feedback = z.object({
  id,
  ticket_no: z.string(),
  visit_id: id,
  customer_id: id,
  rating: z.int(),
  category: z.string(),
  words: z.string(),
  status: z.string(),
  answer: z.string(),
  created_at_ms: ms,
  updated_at_ms: ms,
})
const verification = z.object({
  id,
  purpose: z.string(),
  channel: z.string(),
  known: z.number(),
  customer_id: nullable,
  terminal_id: z.string(),
  status: z.string(),
  tries_used: z.int(),
  asked_at_ms: ms,
  taken_at_ms: ms.nullable(),
})
const message = z.object({
  id,
  template: z.string(),
  channel: z.string(),
  provider: nullable,
  status: z.string(),
  failure: nullable,
  attempts: z.int(),
  challenge_id: nullable,
  queued_at_ms: ms,
  taken_at_ms: ms.nullable(),
})
const terminal = z.object({
  id,
  number: z.int(),
  name: z.string(),
  face: nullable,
  created_at_ms: ms,
  revoked_at_ms: ms.nullable(),
})
const auditHead = z.object({ epoch: z.int(), seq: z.int(), hash: z.string(), at_ms: ms })
const review = z.object({ id, by: z.string(), at_ms: ms })
const mark = z.object({ position: z.int(), source: z.enum(['file', 'desk']), provenAtMs: ms.nullable() })
const customer = z.object({
  id,
  home: nullable,
  stamp: z.string().refine(isStamp),
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

const rows = (...list: (readonly [TableName, Row])[]): Meaning => ({ kind: 'rows', rows: list })

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
const readers: Readonly<Record<string, (body: unknown, record: LogRecord, office: ReadingOffice) => Meaning>> = {
  payment(body) {
    const p = payment.parse(body)
    const paid_at = iso(p.paid_at_ms)
    const { receiptNo, allocations, paid_at_ms: _, ...row } = p
    return rows(
      ['payment', { ...row, paid_at }],
      ['receipt', { number: receiptNo, payment_id: p.id, issued_at: paid_at }],
      ...allocations.map(
        ({ billId, amountMinor }) =>
          ['allocation', { payment_id: p.id, bill_id: billId, paid_at, amount_minor: amountMinor }] as const,
      ),
    )
  },
  payment_void(body) {
    const { voided_at_ms, ...row } = paymentVoid.parse(body)
    return rows(['payment_void', { ...row, voided_at: iso(voided_at_ms) }])
  },
  visit(body, record, office) {
    const whole = visit.safeParse(body)
    const v = whole.success ? whole.data : visit.parse(office.rowOf('visit', record.entity_id))
    const { started_at_ms, ended_at_ms, ...row } = v
    const ended = { vouched_by: v.vouched_by ?? null, ended_at: isoOrNull(ended_at_ms), ended_how: v.ended_how ?? null }
    return rows(['visit', { ...row, ...ended, started_at: iso(started_at_ms) }])
  },
  feedback(body, record, office) {
    const whole = feedback.safeParse(body)
    const f = whole.success ? whole.data : feedback.parse(office.rowOf('feedback', record.entity_id))
    const { created_at_ms, updated_at_ms, ...row } = f
    return rows(['feedback', { ...row, created_at: iso(created_at_ms), updated_at: iso(updated_at_ms) }])
  },
  verification(body) {
    const { asked_at_ms, taken_at_ms, known, ...row } = verification.parse(body)
    const times = { asked_at: iso(asked_at_ms), taken_at: isoOrNull(taken_at_ms) }
    return rows(['verification', { ...row, known: known === 1, ...times }])
  },
  message(body) {
    const { queued_at_ms, taken_at_ms, ...row } = message.parse(body)
    return rows(['message', { ...row, queued_at: iso(queued_at_ms), taken_at: isoOrNull(taken_at_ms) }])
  },
  terminal(body) {
    const { created_at_ms, revoked_at_ms, ...row } = terminal.parse(body)
    return rows(['terminal', { ...row, created_at: iso(created_at_ms), revoked_at: isoOrNull(revoked_at_ms) }])
  },
  audit_head(body) {
    const { epoch, seq, hash, at_ms } = auditHead.parse(body)
    return rows(['auditHead', { epoch, audit_seq: seq, hash: `\\x${hash}`, told_at: iso(at_ms) }])
  },
  conflict_review(body) {
    const { id: conflictId, by, at_ms } = review.parse(body)
    return { kind: 'review', conflictId, by, at: iso(at_ms) }
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
  const read = Object.hasOwn(readers, record.entity) ? readers[record.entity] : undefined
  if (read === undefined) throw new UnreadableRecord(reasonText('unknown_entity', record.entity))
  try {
    return read(JSON.parse(record.body), record, office)
  } catch (error) {
    const [issue] = error instanceof z.ZodError ? error.issues : []
    const where = issue === undefined ? 'its JSON' : issue.path.join('.')
    throw new UnreadableRecord(reasonText('unreadable', where === '' ? record.entity : where))
  }
}
