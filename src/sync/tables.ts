/** How records of the change log stand in headquarters' tables: one place for columns, how they are read, and their keys. */

export type Cell = string | number | boolean | null
/** In the order of the table's columns. */
export type Row = readonly Cell[]

/** What a column takes, and how it leaves: `given` is the PostgreSQL type of what is sent, `made` what becomes of it there. */
interface Kind {
  /** `logged`: no field of the body, but when the record was logged. */
  readonly holds: 'string' | 'whole' | 'flag' | 'time' | 'logged'
  readonly given: string
  readonly made: (cell: string) => string
  /** The field of a record's body, where it is not named as the column is. */
  readonly field?: string
  /** Whether null will do, and whether the field may be missing altogether. */
  readonly empty?: 'null' | 'missing'
}

export interface Column extends Kind {
  readonly name: string
  readonly field: string
}

export interface Table {
  readonly name: string
  /** After `branch_id`. */
  readonly key: readonly string[]
  readonly columns: readonly Column[]
  /**
   * `keep`: a fact, written once. `newest`: what was logged last counts, also where a log is sent again, as after a restore; such a
   * table has a column `logged_at`.
   */
  readonly onConflict: 'keep' | 'newest'
}

const as = (holds: Kind['holds'], given: string): Kind => ({ holds, given, made: (cell) => cell })
const uuid = as('string', 'uuid')
const text = as('string', 'text')
const whole = as('whole', 'bigint')
const integer = as('whole', 'integer')
const smallint = as('whole', 'smallint')
/** 1 is true. */
const flag = as('flag', 'boolean')
const hex: Kind = { ...text, made: (cell) => `decode(${cell}, 'hex')` }
/** Epoch milliseconds, in the field `…_ms`: PostgreSQL makes times of them in half the time that it takes to read ISO 8601. */
const time: Kind = {
  ...as('time', 'bigint'),
  made: (cell) => `timestamptz 'epoch' + ${cell} * interval '1 millisecond'`,
}

const logged: Kind = { ...time, holds: 'logged' }

const orNull = (kind: Kind): Kind => ({ ...kind, empty: 'null' })
const orMissing = (kind: Kind): Kind => ({ ...kind, empty: 'missing' })
const from = (field: string, kind: Kind): Kind => ({ ...kind, field })

const table = (
  name: string,
  key: readonly string[],
  onConflict: Table['onConflict'],
  columns: Readonly<Record<string, Kind>>,
): Table => ({
  name,
  key,
  onConflict,
  columns: Object.entries(columns).map(([column, kind]) => ({
    field: kind.holds === 'time' ? `${column}_ms` : column,
    ...kind,
    name: column,
  })),
})

export const tables = {
  payment: table('payment', ['id', 'paid_at'], 'keep', {
    id: uuid,
    paid_at: time,
    customer_id: uuid,
    visit_id: uuid,
    terminal_id: uuid,
    method: text,
    amount_minor: whole,
    currency: text,
    tendered_minor: orNull(whole),
    change_minor: orNull(whole),
    reference: orNull(text),
    taken_by: text,
  }),
  allocation: table('allocation', ['payment_id', 'bill_id', 'paid_at'], 'keep', {
    payment_id: uuid,
    bill_id: from('billId', uuid),
    paid_at: time,
    amount_minor: from('amountMinor', whole),
  }),
  receipt: table('receipt', ['number'], 'keep', {
    number: from('receiptNo', text),
    payment_id: from('id', uuid),
    issued_at: from('paid_at_ms', time),
  }),
  payment_void: table('payment_void', ['payment_id'], 'keep', {
    payment_id: uuid,
    reason: text,
    requested_by: text,
    approved_by: text,
    voided_at: time,
  }),
  visit: table('visit', ['id', 'started_at'], 'newest', {
    id: uuid,
    started_at: time,
    customer_id: uuid,
    terminal_id: uuid,
    verified_by: text,
    opened_by: text,
    vouched_by: orMissing(text),
    ended_at: orMissing(time),
    ended_how: orMissing(text),
    logged_at: logged,
  }),
  verification: table('verification', ['id', 'asked_at'], 'newest', {
    id: uuid,
    asked_at: time,
    purpose: text,
    channel: text,
    known: flag,
    customer_id: orNull(uuid),
    terminal_id: text,
    status: text,
    tries_used: integer,
    taken_at: orNull(time),
    logged_at: logged,
  }),
  message: table('message', ['id', 'queued_at'], 'newest', {
    id: uuid,
    queued_at: time,
    template: text,
    channel: text,
    provider: orNull(text),
    status: text,
    failure: orNull(text),
    attempts: integer,
    challenge_id: orNull(uuid),
    taken_at: orNull(time),
    logged_at: logged,
  }),
  feedback: table('feedback', ['id', 'created_at'], 'newest', {
    id: uuid,
    created_at: time,
    ticket_no: text,
    visit_id: uuid,
    customer_id: uuid,
    rating: smallint,
    category: text,
    words: text,
    status: text,
    answer: text,
    updated_at: time,
    logged_at: logged,
  }),
  terminal: table('terminal', ['id'], 'newest', {
    id: uuid,
    number: integer,
    name: text,
    face: orNull(text),
    created_at: time,
    revoked_at: orNull(time),
    logged_at: logged,
  }),
  audit_head: table('audit_head', ['epoch', 'audit_seq'], 'keep', {
    epoch: integer,
    audit_seq: from('seq', whole),
    hash: hex,
    told_at: from('at_ms', time),
  }),
} as const satisfies Readonly<Record<string, Table>>

type Body = Readonly<Record<string, unknown>>

export const isBody = (body: unknown): body is Body => typeof body === 'object' && body !== null && !Array.isArray(body)

/** As far as dates go, either way. Source: ECMAScript 2025, 21.4.1.1. */
const latestMs = 8.64e15

/** Undefined where the column does not take it. */
function cellOf(column: Column, body: Body): Cell | undefined {
  const value = body[column.field]
  if (typeof value === 'string') return column.holds === 'string' ? value : undefined
  if (typeof value === 'number') {
    if (column.holds === 'flag') return value === 1
    if (column.holds === 'string' || !Number.isSafeInteger(value)) return undefined
    return column.holds === 'time' && Math.abs(value) > latestMs ? undefined : value
  }
  if (value === null) return column.empty === undefined ? undefined : null
  return value === undefined && column.empty === 'missing' ? null : undefined
}

/** The row that a record's body is. A text instead: the field that is missing or of another kind. */
export function rowOf(shape: Table, body: Body, loggedAtMs: number): Row | string {
  const { columns } = shape
  const row: Cell[] = []
  for (const column of columns) {
    const cell = column.holds === 'logged' ? loggedAtMs : cellOf(column, body)
    if (cell === undefined) return column.field
    row.push(cell)
  }
  return row
}
