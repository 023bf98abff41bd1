/** Old challenges leave the office's database for an archive file beside it, a batch at a time, so that the counter never waits. */
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { type AuditTrail, bySystem } from '../core/audit/trail.ts'
import type { Db, Transact } from '../core/kernel/db.ts'
import { type LastingChallenge, lastingColumns } from '../core/otp/store.ts'

export const archiveFileName = 'archive.db'
const batch = 300

export interface ArchiveParts {
  readonly db: Db
  readonly transact: Transact
  readonly audit: AuditTrail
  readonly folder: string
  /** Challenges created before this moment go. */
  readonly beforeMs: number
}

/**
 * Yields after each batch how many challenges went so far. A row is deleted here only after its copy is committed there;
 * a crash between the two leaves it in both, and the next run puts that right.
 */
export function* archiveChallenges(parts: ArchiveParts): Generator<number, number> {
  const { db } = parts
  const archive = new Database(join(parts.folder, archiveFileName))
  try {
    archive.pragma('journal_mode = WAL')
    archive.pragma('synchronous = FULL')
    archive.exec(`CREATE TABLE IF NOT EXISTS challenge (${lastingColumns.join(', ')}, PRIMARY KEY (id)) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS attempt (id INTEGER PRIMARY KEY, challenge_id, at_ms, outcome);
      CREATE INDEX IF NOT EXISTS challenge_by_age ON challenge (created_at_ms);
      CREATE INDEX IF NOT EXISTS challenge_by_contact ON challenge (contact_value, created_at_ms);
      CREATE INDEX IF NOT EXISTS challenge_by_customer ON challenge (customer_id, created_at_ms);
      CREATE INDEX IF NOT EXISTS challenge_by_reference ON challenge (reference, created_at_ms);
      CREATE INDEX IF NOT EXISTS attempt_by_challenge ON attempt (challenge_id)`)
    const old = db.prepare<[number, number], LastingChallenge>(
      `SELECT ${lastingColumns.join(', ')} FROM challenge INDEXED BY challenge_by_age WHERE created_at_ms < ? LIMIT ?`,
    )
    const attempts = db.prepare<[string], { id: number; challenge_id: string; at_ms: number; outcome: string }>(
      'SELECT id, challenge_id, at_ms, outcome FROM attempt WHERE challenge_id = ?',
    )
    const keep = archive.prepare(
      `INSERT OR REPLACE INTO challenge VALUES (${lastingColumns.map(() => '?').join(', ')})`,
    )
    const keepAttempt = archive.prepare('INSERT OR REPLACE INTO attempt VALUES (?, ?, ?, ?)')
    const drop = db.prepare('DELETE FROM challenge WHERE id = ?')
    const dropAttempts = db.prepare('DELETE FROM attempt WHERE challenge_id = ?')
    let moved = 0
    for (;;) {
      const rows = old.all(parts.beforeMs, batch)
      if (rows.length === 0) break
      archive.transaction(() => {
        for (const row of rows) {
          keep.run(lastingColumns.map((column) => row[column]))
          for (const attempt of attempts.all(row.id))
            keepAttempt.run(attempt.id, attempt.challenge_id, attempt.at_ms, attempt.outcome)
        }
      })()
      parts.transact(() => {
        for (const row of rows) {
          dropAttempts.run(row.id)
          drop.run(row.id)
        }
      })
      moved += rows.length
      yield moved
    }
    if (moved > 0) {
      parts.transact(() =>
        parts.audit.append({
          ...bySystem,
          visitId: null,
          action: 'codes.archived',
          subject: 'office',
          outcome: 'done',
          detail: { moved },
        }),
      )
    }
    return moved
  } finally {
    archive.close()
  }
}
