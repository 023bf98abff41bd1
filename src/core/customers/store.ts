/** The only SQL of customers, their contacts and the search indexes. */
import type { Channel, ContactKind, Locale } from '../../contract/values.ts'
import type { Db } from '../kernel/db.ts'
import { foldText } from '../kernel/text.ts'
import { pairsOf } from './search-rules.ts'

export interface CustomerRow {
  readonly seq: number
  readonly id: string
  readonly account_no: string
  readonly name: string
  readonly address: string
  readonly ward: string
  readonly locale: Locale | null
  readonly preferred_channel: Channel | null
  readonly created_at_ms: number
  readonly updated_at_ms: number
  /** 1: no code goes out to this customer. */
  readonly codes_off: number
  /** When codes were last switched, and the staff id of who did; null where never. */
  readonly codes_changed_at_ms: number | null
  readonly codes_changed_by: string | null
  /** JSON: a field's name, or `*` for all others, to the stamp of its last writing. */
  readonly stamps: string
  /** The branch that holds the account, where it is not this one. */
  readonly home_branch: string | null
}

/** What the register itself writes of a customer; codes are switched on their own. */
export type CustomerBase = Omit<CustomerRow, 'seq' | 'codes_off' | 'codes_changed_at_ms' | 'codes_changed_by'>

export interface ContactRow {
  readonly id: string
  readonly customer_id: string
  readonly kind: ContactKind
  readonly value: string
  readonly position: number
  readonly source: 'file' | 'desk'
  readonly created_at_ms: number
  /** When a code to it was read back; null where nobody proved it. */
  readonly proven_at_ms: number | null
}

export function customerStore(db: Db) {
  const insert = db.prepare(
    `INSERT INTO customer (id, account_no, name, address, ward, locale, preferred_channel, created_at_ms, updated_at_ms, stamps, home_branch)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const update = db.prepare(
    `UPDATE customer SET account_no = ?, name = ?, address = ?, ward = ?, locale = ?, preferred_channel = ?, updated_at_ms = ?, stamps = ?, home_branch = ? WHERE id = ?`,
  )
  const byId = db.prepare<[string], CustomerRow>('SELECT * FROM customer WHERE id = ?')
  const byAccount = db.prepare<[string], CustomerRow>('SELECT * FROM customer WHERE account_no = ?')
  const first = db.prepare<[], { seq: number }>('SELECT seq FROM customer WHERE seq > 0 LIMIT 1')
  const contacts = db.prepare<[string], ContactRow>('SELECT * FROM contact WHERE customer_id = ?')
  const contact = db.prepare<[string], ContactRow>('SELECT * FROM contact WHERE id = ?')
  const owners = db.prepare<[string, number], ContactRow>(
    'SELECT * FROM contact WHERE value = ? ORDER BY customer_id LIMIT ?',
  )
  const insertContact = db.prepare(
    'INSERT INTO contact (id, customer_id, kind, value, position, source, created_at_ms, proven_at_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  )
  const moveContact = db.prepare('UPDATE contact SET position = ? WHERE id = ?')
  const proveContact = db.prepare('UPDATE contact SET proven_at_ms = ? WHERE id = ?')
  const switchCodes = db.prepare(
    'UPDATE customer SET codes_off = ?, codes_changed_at_ms = ?, codes_changed_by = ? WHERE id = ?',
  )
  const deleteContact = db.prepare('DELETE FROM contact WHERE id = ?')
  const indexes = [
    ['customer_name_fts', 'name'],
    ['customer_text_fts', 'text'],
    ['customer_key_fts', 'keys'],
    ['customer_pair_fts', 'pairs'],
  ].map(([table, column]) => ({
    put: db.prepare(`INSERT INTO ${table} (rowid, ${column}) VALUES (?, ?)`),
    drop: db.prepare(`DELETE FROM ${table} WHERE rowid = ?`),
  }))

  return {
    insert(row: CustomerBase): number {
      const result = insert.run(
        row.id,
        row.account_no,
        row.name,
        row.address,
        row.ward,
        row.locale,
        row.preferred_channel,
        row.created_at_ms,
        row.updated_at_ms,
        row.stamps,
        row.home_branch,
      )
      return Number(result.lastInsertRowid)
    },
    update(row: Omit<CustomerBase, 'created_at_ms'>): void {
      update.run(
        row.account_no,
        row.name,
        row.address,
        row.ward,
        row.locale,
        row.preferred_channel,
        row.updated_at_ms,
        row.stamps,
        row.home_branch,
        row.id,
      )
    },
    byId: (customerId: string): CustomerRow | undefined => byId.get(customerId),
    byAccount: (accountNo: string): CustomerRow | undefined => byAccount.get(accountNo),
    any: (): boolean => first.get() !== undefined,
    /** In the order the person gave them. */
    contactsOf: (customerId: string): ContactRow[] => contacts.all(customerId).sort((a, b) => a.position - b.position),
    contact: (contactId: string): ContactRow | undefined => contact.get(contactId),
    /** Contacts with this very value, of any customer, at most `limit`. */
    ownersOf: (value: string, limit: number): ContactRow[] => owners.all(value, limit),
    insertContact(row: ContactRow): void {
      insertContact.run(
        row.id,
        row.customer_id,
        row.kind,
        row.value,
        row.position,
        row.source,
        row.created_at_ms,
        row.proven_at_ms,
      )
    },
    moveContact(contactId: string, position: number): void {
      moveContact.run(position, contactId)
    },
    proveContact(contactId: string, atMs: number): void {
      proveContact.run(atMs, contactId)
    },
    switchCodes(customerId: string, off: boolean, atMs: number, actor: string): void {
      switchCodes.run(off ? 1 : 0, atMs, actor, customerId)
    },
    deleteContact(contactId: string): void {
      deleteContact.run(contactId)
    },
    /** Writes the row's search entries anew; `known` where older ones must go first. */
    index(row: CustomerRow, contactValues: readonly string[], known: boolean): void {
      const name = ` ${foldText(row.name)}`
      const place = foldText(`${row.address} ${row.ward}`)
      const keys = foldText([row.account_no, ...contactValues].join(' '))
      const entries = [name, `${name} ${place}`, keys, pairsOf(name, place)]
      for (const [position, entry] of entries.entries()) {
        if (known) indexes[position]?.drop.run(row.seq)
        indexes[position]?.put.run(row.seq, entry)
      }
    },
  }
}
export type CustomerStore = ReturnType<typeof customerStore>
