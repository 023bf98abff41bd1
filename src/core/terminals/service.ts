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
  /** For a customer who registered here: `N-3-0001`. Never given twice, also not after a restore. */
  takeAccountNumber(terminalId: string): string
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
  const insert = db.prepare(
    `INSERT INTO terminal (id, token_hash, number, receipt_series, created_at_ms) VALUES (?, ?, ?, ?, ?)`,
  )
  const series = db.prepare<[], { value: string }>(`SELECT value FROM setting WHERE key = 'receiptSeries'`)
  const byHash = db.prepare<[Buffer], TerminalRow>('SELECT id, number FROM terminal WHERE token_hash = ?')
  const takeReceipt = db.prepare<[string], { number: number; receipt_series: number; next_receipt: number }>(
    'UPDATE terminal SET next_receipt = next_receipt + 1 WHERE id = ? RETURNING number, receipt_series, next_receipt',
  )
  const takeTicket = db.prepare<[string], { number: number; receipt_series: number; next_ticket: number }>(
    'UPDATE terminal SET next_ticket = next_ticket + 1 WHERE id = ? RETURNING number, receipt_series, next_ticket',
  )
  const takeAccount = db.prepare<[string], { number: number; receipt_series: number; next_account: number }>(
    'UPDATE terminal SET next_account = next_account + 1 WHERE id = ? RETURNING number, receipt_series, next_account',
  )
  const seriesMark = (terminal: { readonly receipt_series: number }): string =>
    terminal.receipt_series === 1 ? '' : `.${terminal.receipt_series}`
  return {
    enrol() {
      const credential = Buffer.from(parts.chance.bytes(32)).toString('base64url')
      return parts.transact(() => {
        const number = (highest.get()?.number ?? 0) + 1
        const terminalId = parts.newId()
        // After a restore every terminal, also one that comes later, counts in the new series: numbers given out before do not come again.
        insert.run(terminalId, digest(credential), number, Number(series.get()?.value ?? 1), parts.clock.now())
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
      return {
        series: row.receipt_series,
        seq,
        number: `T${row.number}${seriesMark(row)}-${String(seq).padStart(6, '0')}`,
      }
    },
    takeTicketNumber(terminalId) {
      const row = takeTicket.get(terminalId)
      if (row === undefined) throw new Error(`no terminal ${terminalId}`)
      return `F${row.number}${seriesMark(row)}-${String(row.next_ticket - 1).padStart(4, '0')}`
    },
    takeAccountNumber(terminalId) {
      const row = takeAccount.get(terminalId)
      if (row === undefined) throw new Error(`no terminal ${terminalId}`)
      return `N-${row.number}${seriesMark(row)}-${String(row.next_account - 1).padStart(4, '0')}`
    },
  }
}
