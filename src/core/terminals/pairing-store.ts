/** The only SQL of screens that wait to be let in. */
import type { Db } from '../kernel/db.ts'

export interface PairingRow {
  readonly id: string
  readonly code: string
  readonly tries: number
  readonly remote_address: string
  readonly browser: string
  readonly created_at_ms: number
  readonly expires_at_ms: number
  /** Set once an administrator let it in. */
  readonly terminal_id: string | null
}

export interface NewPairing extends Omit<PairingRow, 'tries' | 'terminal_id'> {
  readonly waiting_hash: Buffer
  readonly address_block: string
}

const columns = 'id, code, tries, remote_address, browser, created_at_ms, expires_at_ms, terminal_id'

export function pairingStore(db: Db) {
  const insert = db.prepare(
    `INSERT INTO pairing (id, waiting_hash, code, remote_address, address_block, browser, created_at_ms, expires_at_ms)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const byHash = db.prepare<[Buffer], PairingRow>(`SELECT ${columns} FROM pairing WHERE waiting_hash = ?`)
  const byCode = db.prepare<[string, number], PairingRow>(
    `SELECT ${columns} FROM pairing WHERE code = ? AND expires_at_ms > ? AND terminal_id IS NULL`,
  )
  const waiting = db.prepare<[number], PairingRow>(
    `SELECT ${columns} FROM pairing WHERE expires_at_ms > ? AND terminal_id IS NULL ORDER BY created_at_ms DESC LIMIT 100`,
  )
  const oldestOfBlock = db.prepare<[string], { n: number; ends: number | null }>(
    'SELECT count(*) AS n, min(expires_at_ms) AS ends FROM pairing WHERE address_block = ?',
  )
  const oldest = db.prepare<[], { n: number; ends: number | null }>(
    'SELECT count(*) AS n, min(expires_at_ms) AS ends FROM pairing',
  )
  const letIn = db.prepare('UPDATE pairing SET terminal_id = ?, expires_at_ms = ? WHERE id = ?')
  const miss = db.prepare('UPDATE pairing SET tries = tries + 1 WHERE terminal_id IS NULL')
  const killTried = db.prepare('DELETE FROM pairing WHERE tries >= ? AND terminal_id IS NULL')
  const killDead = db.prepare('DELETE FROM pairing WHERE expires_at_ms <= ?')
  const remove = db.prepare('DELETE FROM pairing WHERE id = ?')
  const removeOf = db.prepare('DELETE FROM pairing WHERE terminal_id = ?')
  return {
    insert(row: NewPairing): void {
      insert.run(
        row.id,
        row.waiting_hash,
        row.code,
        row.remote_address,
        row.address_block,
        row.browser,
        row.created_at_ms,
        row.expires_at_ms,
      )
    },
    byHash: (hash: Buffer): PairingRow | undefined => byHash.get(hash),
    byCode: (code: string, nowMs: number): PairingRow | undefined => byCode.get(code, nowMs),
    waiting: (nowMs: number): PairingRow[] => waiting.all(nowMs),
    /** How many wait, and when the first of them ends. */
    count: (block: string) => ({ ofBlock: oldestOfBlock.get(block), inAll: oldest.get() }),
    letIn(id: string, terminalId: string, untilMs: number): void {
      letIn.run(terminalId, untilMs, id)
    },
    /** Takes one try from every code alive, and ends those that have none left. */
    miss(mostTries: number): number {
      miss.run()
      return killTried.run(mostTries).changes
    },
    killDead(nowMs: number): void {
      killDead.run(nowMs)
    },
    remove: (id: string): boolean => remove.run(id).changes === 1,
    removeOf(terminalId: string): void {
      removeOf.run(terminalId)
    },
  }
}
