/** The only SQL of the credentials that terminals had before: known for a while, for whoever lost the newest one. */
import type { Db } from '../kernel/db.ts'
import { type TerminalRow, terminalColumns } from './store.ts'

/** Sign-ins whose answers were all lost; one more forgets the oldest. */
const mostKept = 8

export function credentialStore(db: Db) {
  const keep = db.prepare(
    `INSERT INTO terminal_credential (token_hash, terminal_id, kept_at_ms, ends_at_ms)
     SELECT hash, id, @atMs, @endsAtMs FROM (SELECT id, CASE @which WHEN 'next' THEN next_token_hash ELSE token_hash END AS hash
       FROM terminal WHERE id = @id) WHERE hash IS NOT NULL`,
  )
  const trim = db.prepare(
    `DELETE FROM terminal_credential WHERE terminal_id = @id AND token_hash NOT IN (
       SELECT token_hash FROM terminal_credential WHERE terminal_id = @id ORDER BY kept_at_ms DESC LIMIT ${mostKept})`,
  )
  const endAll = db.prepare(
    'UPDATE terminal_credential SET ends_at_ms = ? WHERE terminal_id = ? AND ends_at_ms IS NULL',
  )
  const removeEnded = db.prepare('DELETE FROM terminal_credential WHERE terminal_id = ? AND ends_at_ms <= ?')
  const holder = db.prepare<[Buffer, number], TerminalRow>(
    `SELECT ${terminalColumns} FROM terminal_credential c JOIN terminal ON terminal.id = c.terminal_id
     WHERE c.token_hash = ? AND (c.ends_at_ms IS NULL OR c.ends_at_ms > ?) AND revoked_at_ms IS NULL`,
  )
  return {
    /** A newer one is about to be given; the one not shown yet, if any, may be what the browser has. */
    keepUnshown(id: string, atMs: number): void {
      keep.run({ id, which: 'next', atMs, endsAtMs: null })
      trim.run({ id })
    },
    /** The newest one was shown: the one in use, and all before it, end then. */
    keepUsed(id: string, atMs: number, endsAtMs: number): void {
      removeEnded.run(id, atMs)
      endAll.run(endsAtMs, id)
      keep.run({ id, which: 'used', atMs, endsAtMs })
      trim.run({ id })
    },
    /** Whose this one was, unless its time is over. */
    holderOf: (tokenHash: Buffer, nowMs: number): TerminalRow | undefined => holder.get(tokenHash, nowMs),
  }
}
