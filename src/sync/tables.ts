/** How records of the change log stand in headquarters' tables: one place for columns, their types and their keys. */

export type Cell = string | number | boolean | null
export type Row = Readonly<Record<string, Cell>>

export interface Table {
  readonly name: string
  /** After `branch_id`. */
  readonly key: readonly string[]
  /** Column to its PostgreSQL type, in order. Times are given as ISO 8601. */
  readonly columns: Readonly<Record<string, string>>
  /** `keep`: a fact, written once. `newest`: the last writing counts. */
  readonly onConflict: 'keep' | 'newest'
}

const uuid = 'uuid'
const text = 'text'
const time = 'timestamptz'
const whole = 'bigint'

const table = (
  name: string,
  key: readonly string[],
  onConflict: Table['onConflict'],
  columns: Table['columns'],
): Table => ({ name, key, onConflict, columns })

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
    tendered_minor: whole,
    change_minor: whole,
    reference: text,
    taken_by: text,
  }),
  allocation: table('allocation', ['payment_id', 'bill_id', 'paid_at'], 'keep', {
    payment_id: uuid,
    bill_id: uuid,
    paid_at: time,
    amount_minor: whole,
  }),
  receipt: table('receipt', ['number'], 'keep', { number: text, payment_id: uuid, issued_at: time }),
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
    vouched_by: text,
    ended_at: time,
    ended_how: text,
  }),
  verification: table('verification', ['id', 'asked_at'], 'newest', {
    id: uuid,
    asked_at: time,
    purpose: text,
    channel: text,
    known: 'boolean',
    customer_id: uuid,
    terminal_id: text,
    status: text,
    tries_used: 'integer',
    taken_at: time,
  }),
  message: table('message', ['id', 'queued_at'], 'newest', {
    id: uuid,
    queued_at: time,
    template: text,
    channel: text,
    provider: text,
    status: text,
    failure: text,
    attempts: 'integer',
    challenge_id: uuid,
    taken_at: time,
  }),
  feedback: table('feedback', ['id', 'created_at'], 'newest', {
    id: uuid,
    created_at: time,
    ticket_no: text,
    visit_id: uuid,
    customer_id: uuid,
    rating: 'smallint',
    category: text,
    words: text,
    status: text,
    answer: text,
    updated_at: time,
  }),
  terminal: table('terminal', ['id'], 'newest', {
    id: uuid,
    number: 'integer',
    name: text,
    face: text,
    created_at: time,
    revoked_at: time,
  }),
  auditHead: table('audit_head', ['epoch', 'audit_seq'], 'keep', {
    epoch: 'integer',
    audit_seq: whole,
    hash: 'bytea',
    told_at: time,
  }),
} as const satisfies Readonly<Record<string, Table>>

export type TableName = keyof typeof tables

const unnested = (shape: Table): string =>
  `unnest(${Object.values(shape.columns)
    .map((type, at) => `$${at + 2}::${type}[]`)
    .join(', ')}) AS u (${Object.keys(shape.columns).join(', ')})`

/** Writes rows of one table in one statement: $1 is the branch, then one array a column. */
export function insertSql(shape: Table): string {
  const columns = Object.keys(shape.columns)
  const key = ['branch_id', ...shape.key]
  const others = columns.filter((column) => !shape.key.includes(column))
  const conflict =
    shape.onConflict === 'keep'
      ? 'DO NOTHING'
      : `(${key.join(', ')}) DO UPDATE SET ${others.map((column) => `${column} = excluded.${column}`).join(', ')}`
  return `INSERT INTO counterfoil.${shape.name} (branch_id, ${columns.join(', ')})
    SELECT $1::uuid, u.* FROM ${unnested(shape)} ON CONFLICT ${conflict}`
}

/** How many rows headquarters holds under the same key with another content. */
export function differingSql(shape: Table): string {
  const columns = Object.keys(shape.columns).filter((column) => !shape.key.includes(column))
  const same = shape.key.map((column) => `t.${column} = u.${column}`).join(' AND ')
  const list = (of: string): string => columns.map((column) => `${of}.${column}`).join(', ')
  return `SELECT count(*)::integer AS n FROM ${unnested(shape)}
    JOIN counterfoil.${shape.name} t ON t.branch_id = $1::uuid AND ${same}
    WHERE (${list('t')}) IS DISTINCT FROM (${list('u')})`
}

const plain = /^[0-9A-Za-z:.+-]+$/

/**
 * A list as PostgreSQL writes arrays. Ids, numbers and times need no quotes, which is most of what leaves; only what cannot be
 * mistaken for anything else goes without. Source: PostgreSQL 18 documentation, 8.15.6.
 */
function arrayLiteral(list: readonly Cell[]): string {
  let text = '{'
  for (let at = 0; at < list.length; at += 1) {
    if (at > 0) text += ','
    const cell = list[at] ?? null
    if (cell === null) text += 'NULL'
    else if (typeof cell !== 'string') text += String(cell)
    else if (plain.test(cell) && cell.toUpperCase() !== 'NULL') text += cell
    else text += `"${cell.replace(/["\\]/g, '\\$&')}"`
  }
  return `${text}}`
}

/** One array a column, in the columns' order. */
export function columnsOf(shape: Table, rows: readonly Row[]): string[] {
  return Object.keys(shape.columns).map((column) => arrayLiteral(rows.map((row) => row[column] ?? null)))
}

/** Of several writings under one key the last: one statement may not write a row twice. */
export function lastOfEach(shape: Table, rows: readonly Row[]): readonly Row[] {
  const byKey = new Map<string, Row>()
  for (const row of rows) byKey.set(shape.key.map((column) => String(row[column])).join('|'), row)
  return byKey.size === rows.length ? rows : [...byKey.values()]
}
