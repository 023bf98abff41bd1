/** Terminals: each screen that works here holds a credential; receipts and tickets count per terminal. */
import { createHash } from 'node:crypto'
import type { Chance } from '../kernel/chance.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Db, Transact } from '../kernel/db.ts'
import type { NewId } from '../kernel/ids.ts'

export interface Terminal {
  readonly terminalId: string
  /** `T1`, `T2` …: stands before receipt numbers. */
  readonly label: string
}

export interface NumberedReceipt {
  readonly series: number
  readonly seq: number
  readonly number: string
}

interface TerminalRow {
  readonly id: string
  readonly number: number
}

export interface Terminals {
  /** Makes a terminal and the credential it must show from now on. The credential is not kept, only its hash. */
  enrol(): { readonly terminal: Terminal; readonly credential: string }
  /** The terminal that holds `credential`, or null. */
  recognise(credential: string): Terminal | null
  /** Next gapless receipt number. Call inside the payment's transaction: a rollback gives the number back. */
  takeReceiptNumber(terminalId: string): NumberedReceipt
  takeTicketNumber(terminalId: string): string
}

const digest = (credential: string): Buffer => createHash('sha256').update(credential).digest()

export function terminalService(parts: {
  db: Db
  transact: Transact
  clock: Clock
  chance: Chance
  newId: NewId
}): Terminals {
  const { db } = parts
  const highest = db.prepare<[], { number: number }>('SELECT number FROM terminal ORDER BY number DESC LIMIT 1')
  const insert = db.prepare('INSERT INTO terminal (id, token_hash, number, created_at_ms) VALUES (?, ?, ?, ?)')
  const byHash = db.prepare<[Buffer], TerminalRow>('SELECT id, number FROM terminal WHERE token_hash = ?')
  const takeReceipt = db.prepare<[string], { number: number; receipt_series: number; next_receipt: number }>(
    'UPDATE terminal SET next_receipt = next_receipt + 1 WHERE id = ? RETURNING number, receipt_series, next_receipt',
  )
  const takeTicket = db.prepare<[string], { number: number; next_ticket: number }>(
    'UPDATE terminal SET next_ticket = next_ticket + 1 WHERE id = ? RETURNING number, next_ticket',
  )
  return {
    enrol() {
      const credential = Buffer.from(parts.chance.bytes(32)).toString('base64url')
      return parts.transact(() => {
        const number = (highest.get()?.number ?? 0) + 1
        const terminalId = parts.newId()
        insert.run(terminalId, digest(credential), number, parts.clock.now())
        return { terminal: { terminalId, label: `T${number}` }, credential }
      })
    },
    recognise(credential) {
      const row = byHash.get(digest(credential))
      return row === undefined ? null : { terminalId: row.id, label: `T${row.number}` }
    },
    takeReceiptNumber(terminalId) {
      const row = takeReceipt.get(terminalId)
      if (row === undefined) throw new Error(`no terminal ${terminalId}`)
      const seq = row.next_receipt - 1
      const series = row.receipt_series === 1 ? '' : `.${row.receipt_series}`
      return { series: row.receipt_series, seq, number: `T${row.number}${series}-${String(seq).padStart(6, '0')}` }
    },
    takeTicketNumber(terminalId) {
      const row = takeTicket.get(terminalId)
      if (row === undefined) throw new Error(`no terminal ${terminalId}`)
      return `F${row.number}-${String(row.next_ticket - 1).padStart(4, '0')}`
    },
  }
}
