/** The audit trail: every business fact, hash-chained, appended in the same transaction as the fact. */
import { hash, type KeyObject } from 'node:crypto'
import type { Clock } from '../kernel/clock.ts'
import type { Db } from '../kernel/db.ts'
import { hmacOf, sameBytes } from '../kernel/keys.ts'

/** Who does something, and where. */
export interface Actor {
  /** A staff id, `customer`, `user` (over REST) or `system`. */
  readonly actor: string
  /** Null where no screen of the office was used: the command line, REST, the product by itself. */
  readonly terminalId: string | null
}

/** The product by itself, or who has its command line. */
export const bySystem: Actor = { actor: 'system', terminalId: null }

export interface AuditEntry extends Actor {
  readonly visitId: string | null
  /** Domain and verb: `payment.taken`, `code.sent`. */
  readonly action: string
  /** The id of what it happened to. */
  readonly subject: string
  readonly outcome: string
  /** Never a code, a secret or an unmasked contact. */
  readonly detail: Readonly<Record<string, string | number | boolean | null>>
}

export interface AuditRow {
  readonly seq: number
  readonly at_ms: number
  readonly actor: string
  readonly terminal_id: string | null
  readonly visit_id: string | null
  readonly action: string
  readonly subject: string
  readonly outcome: string
  readonly detail: string
  readonly previous_hash: Buffer
  readonly hash: Buffer
}

export interface AuditTrail {
  /** Call inside the transaction that writes the fact. */
  append(entry: AuditEntry): void
}

const genesis = Buffer.alloc(32)

type HashedFields = Omit<AuditRow, 'hash' | 'previous_hash'>

/** What is hashed of a row, in the order in which it is hashed and written. */
const hashedValues = (row: HashedFields) => [
  row.seq,
  row.at_ms,
  row.actor,
  row.terminal_id,
  row.visit_id,
  row.action,
  row.subject,
  row.outcome,
  row.detail,
]

const rowHash = (row: HashedFields, previous: Buffer): Buffer =>
  hash('sha256', previous.toString('hex') + JSON.stringify(hashedValues(row)), 'buffer')

/** Proves where the chain ends; the key lies outside the database. */
const headMac = (key: KeyObject, seq: number, rowHash: Buffer): Buffer =>
  hmacOf(key, ['audit-head', String(seq), rowHash.toString('hex')])

/** `key`: the office's own, the same that proves codes. */
export function auditTrail(db: Db, clock: Clock, key: KeyObject): AuditTrail {
  const last = db.prepare<[], { seq: number; hash: Buffer }>(
    'SELECT seq, hash FROM audit WHERE seq = (SELECT max(seq) FROM audit)',
  )
  const insert = db.prepare(
    `INSERT INTO audit (seq, at_ms, actor, terminal_id, visit_id, action, subject, outcome, detail, previous_hash, hash)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const putHead = db.prepare(
    'INSERT INTO audit_head (id, seq, mac) VALUES (1, ?, ?) ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, mac = excluded.mac',
  )
  return {
    append(entry) {
      const previous = last.get() ?? { seq: 0, hash: genesis }
      const row: HashedFields = {
        seq: previous.seq + 1,
        at_ms: clock.now(),
        actor: entry.actor,
        terminal_id: entry.terminalId,
        visit_id: entry.visitId,
        action: entry.action,
        subject: entry.subject,
        outcome: entry.outcome,
        detail: JSON.stringify(maskedDetail(entry.detail)),
      }
      const ownHash = rowHash(row, previous.hash)
      insert.run(...hashedValues(row), previous.hash, ownHash)
      putHead.run(row.seq, headMac(key, row.seq, ownHash))
    },
  }
}

/** The moment of the newest entry, 0 where there is none: a restarted clock must not fall behind it. */
export function latestAuditMoment(db: Db): number {
  return (
    db.prepare<[], { at_ms: number }>('SELECT at_ms FROM audit WHERE seq = (SELECT max(seq) FROM audit)').get()
      ?.at_ms ?? 0
  )
}

export type AuditVerdict =
  | { readonly outcome: 'intact'; readonly rows: number }
  | { readonly outcome: 'broken'; readonly seq: number; readonly why: 'changed' | 'missing' | 'reordered' }

const walkRows = 1_000
const beforeAll = -Number.MAX_SAFE_INTEGER

/**
 * Walks the whole chain and names the first row that was changed, removed or reordered, the last ones included. Yields
 * after every thousand rows how many it has seen, so that a host can go on with other work; rows may be added meanwhile.
 */
export function* walkTrail(db: Db, key: KeyObject): Generator<number, AuditVerdict> {
  const page = db.prepare<[number], AuditRow>(`SELECT * FROM audit WHERE seq > ? ORDER BY seq LIMIT ${walkRows}`)
  const headRow = db.prepare<[], { seq: number; mac: Buffer }>('SELECT seq, mac FROM audit_head')
  // The last page and the note of where the trail ends are read at one instant, also where another connection writes.
  const read = db.transaction((after: number) => ({ rows: page.all(after), head: headRow.get() }))
  let previous: Buffer = genesis
  let expected = 1
  for (;;) {
    const { rows, head } = read(expected === 1 ? beforeAll : expected - 1)
    for (const row of rows) {
      if (row.seq !== expected) return { outcome: 'broken', seq: expected, why: 'missing' }
      if (!row.previous_hash.equals(previous)) return { outcome: 'broken', seq: row.seq, why: 'reordered' }
      if (!rowHash(row, previous).equals(row.hash)) return { outcome: 'broken', seq: row.seq, why: 'changed' }
      previous = row.hash
      expected += 1
    }
    const seen = expected - 1
    if (rows.length < walkRows) {
      if (head === undefined && seen === 0) return { outcome: 'intact', rows: 0 }
      const whole = head !== undefined && head.seq === seen && sameBytes(head.mac, headMac(key, seen, previous))
      return whole ? { outcome: 'intact', rows: seen } : { outcome: 'broken', seq: expected, why: 'missing' }
    }
    yield seen
  }
}

/** The same in one go, for processes that have nothing else to do. */
export function verifyTrail(db: Db, key: KeyObject): AuditVerdict {
  const walk = walkTrail(db, key)
  for (;;) {
    const step = walk.next()
    if (step.done === true) return step.value
  }
}

/** Takes the chain as it stands for whole and proves its end with this office's key: after a restore, which brings another's. */
export function sealTrail(db: Db, key: KeyObject): void {
  const last = db
    .prepare<[], { seq: number; hash: Buffer }>('SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1')
    .get()
  if (last === undefined) return
  db.prepare('INSERT OR REPLACE INTO audit_head (id, seq, mac) VALUES (1, ?, ?)').run(
    last.seq,
    headMac(key, last.seq, last.hash),
  )
}

/** `a***@example.net`, `+98•••9914`: enough to recognise, not enough to use. */
export function maskContact(value: string): string {
  const at = value.indexOf('@')
  if (at > 0) return `${value.slice(0, 1)}***${value.slice(at)}`
  return value.length < 8 ? '•••' : `${value.slice(0, 3)}•••${value.slice(-4)}`
}

const mailInWords = /[^\s@<>"',;:()]+@[^\s@<>"',;:()]+\.[^\s@<>"',;:()]+/gu
// Nine digits and more in a row, also grouped by spaces or dashes after a plus.
const phoneInWords = /(?<![\p{L}\p{Nd}_.-])(?:\+\p{Nd}[\p{Nd} -]{7,17}\p{Nd}|\p{Nd}{9,15})(?![\p{L}\p{Nd}_-])/gu

/** Words that people or providers wrote, with the contacts in them masked. */
export function maskContactsIn(words: string): string {
  return words.replace(mailInWords, maskContact).replace(phoneInWords, maskContact)
}

/** Reasons are typed by hand: a contact in one of them is masked like any other. */
function maskedDetail(detail: AuditEntry['detail']): AuditEntry['detail'] {
  const masked = Object.entries(detail).map(([key, value]) => [
    key,
    typeof value === 'string' ? maskContactsIn(value) : value,
  ])
  return Object.fromEntries(masked)
}
