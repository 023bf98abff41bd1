/** The only SQL of terminals. */
import type { Face } from '../../contract/terminals.ts'
import type { Db } from '../kernel/db.ts'

export interface TerminalRow {
  readonly id: string
  readonly number: number
  readonly name: string
  readonly face: Face | null
  readonly paired_by: string | null
  /** Null: a screen of this machine, which enrolled by itself. */
  readonly paired_at_ms: number | null
  readonly last_seen_at_ms: number | null
  readonly remote_address: string
  /** 1 where a newer credential was given out than the one this row was found by. */
  readonly superseded: 0 | 1
}

interface ListedRow extends TerminalRow {
  readonly paired_by_name: string | null
}

export const terminalColumns = `terminal.id, number, terminal.name, face, paired_by, paired_at_ms, last_seen_at_ms, remote_address,
  next_token_hash IS NOT NULL AS superseded`

/** A browser that forgets its cookie enrols again and again; the list shows the ones of late. */
const mostListed = 200

export function terminalStore(db: Db) {
  const highest = db.prepare<[], { number: number }>('SELECT number FROM terminal ORDER BY number DESC LIMIT 1')
  const insert = db.prepare(
    `INSERT INTO terminal (id, token_hash, number, receipt_series, created_at_ms) VALUES (?, ?, ?, ?, ?)`,
  )
  const series = db.prepare<[], { value: string }>(`SELECT value FROM setting WHERE key = 'receiptSeries'`)
  const byHash = db.prepare<[Buffer], TerminalRow>(
    `SELECT ${terminalColumns} FROM terminal WHERE token_hash = ? AND revoked_at_ms IS NULL`,
  )
  const byNextHash = db.prepare<[Buffer], { id: string }>(
    'SELECT id FROM terminal WHERE next_token_hash = ? AND revoked_at_ms IS NULL',
  )
  const giveNext = db.prepare('UPDATE terminal SET next_token_hash = ? WHERE id = ?')
  const takeNext = db.prepare('UPDATE terminal SET token_hash = next_token_hash, next_token_hash = NULL WHERE id = ?')
  const byId = db.prepare<[string], TerminalRow>(
    `SELECT ${terminalColumns} FROM terminal WHERE id = ? AND revoked_at_ms IS NULL`,
  )
  const byName = db.prepare<[string], { id: string }>(
    `SELECT id FROM terminal WHERE name = ? COLLATE NOCASE AND name <> '' AND revoked_at_ms IS NULL`,
  )
  const list = db.prepare<[number], ListedRow>(
    `SELECT ${terminalColumns}, staff.name AS paired_by_name FROM terminal LEFT JOIN staff ON staff.id = terminal.paired_by
     WHERE revoked_at_ms IS NULL ORDER BY paired_at_ms IS NULL, coalesce(last_seen_at_ms, 0) DESC, number DESC LIMIT ?`,
  )
  const localKiosk = db
    .prepare<[], number>(
      `SELECT 1 FROM terminal WHERE face = 'kiosk' AND paired_at_ms IS NULL AND revoked_at_ms IS NULL LIMIT 1`,
    )
    .pluck()
  const see = db.prepare('UPDATE terminal SET last_seen_at_ms = ?, remote_address = ? WHERE id = ?')
  const pair = db.prepare('UPDATE terminal SET name = ?, face = ?, paired_by = ?, paired_at_ms = ? WHERE id = ?')
  const change = db.prepare('UPDATE terminal SET name = ?, face = ? WHERE id = ?')
  const giveCredential = db.prepare('UPDATE terminal SET token_hash = ? WHERE id = ?')
  const revoke = db.prepare('UPDATE terminal SET revoked_at_ms = ? WHERE id = ? AND revoked_at_ms IS NULL')
  const takeReceipt = db.prepare<[string], { number: number; receipt_series: number; next_receipt: number }>(
    'UPDATE terminal SET next_receipt = next_receipt + 1 WHERE id = ? RETURNING number, receipt_series, next_receipt',
  )
  const takeTicket = db.prepare<[string], { number: number; receipt_series: number; next_ticket: number }>(
    'UPDATE terminal SET next_ticket = next_ticket + 1 WHERE id = ? RETURNING number, receipt_series, next_ticket',
  )
  const takeAccount = db.prepare<[string], { number: number; receipt_series: number; next_account: number }>(
    'UPDATE terminal SET next_account = next_account + 1 WHERE id = ? RETURNING number, receipt_series, next_account',
  )
  return {
    insert(id: string, tokenHash: Buffer, atMs: number): { readonly id: string; readonly number: number } {
      const number = (highest.get()?.number ?? 0) + 1
      // After a restore every terminal, also one that comes later, counts in the new series: numbers given out before do not come again.
      insert.run(id, tokenHash, number, Number(series.get()?.value ?? 1), atMs)
      return { id, number }
    },
    /** Both know nothing of a revoked terminal. */
    byHash: (tokenHash: Buffer): TerminalRow | undefined => byHash.get(tokenHash),
    /** The terminal that was given this credential and has not used it yet. */
    byNextHash: (tokenHash: Buffer): string | null => byNextHash.get(tokenHash)?.id ?? null,
    giveNext(id: string, tokenHash: Buffer): void {
      giveNext.run(tokenHash, id)
    },
    /** From now on the newer credential is the only one. */
    takeNext(id: string): void {
      takeNext.run(id)
    },
    byId: (id: string): TerminalRow | undefined => byId.get(id),
    hasLocalKiosk: (): boolean => localKiosk.get() !== undefined,
    holderOfName: (name: string): string | null => byName.get(name)?.id ?? null,
    list: (): ListedRow[] => list.all(mostListed),
    see(id: string, atMs: number, address: string): void {
      see.run(atMs, address, id)
    },
    pair(id: string, as: { name: string; face: Face; by: string; atMs: number }): void {
      pair.run(as.name, as.face, as.by, as.atMs, id)
    },
    change(id: string, name: string, face: Face): void {
      change.run(name, face, id)
    },
    giveCredential(id: string, tokenHash: Buffer): void {
      giveCredential.run(tokenHash, id)
    },
    revoke: (id: string, atMs: number): boolean => revoke.run(atMs, id).changes === 1,
    takeReceipt: (id: string) => takeReceipt.get(id),
    takeTicket: (id: string) => takeTicket.get(id),
    takeAccount: (id: string) => takeAccount.get(id),
  }
}
