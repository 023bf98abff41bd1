/** An online copy of the office's database: of one instant, while the counter works on, and checked before it counts. */
import { closeSync, openSync } from 'node:fs'
import Database from 'better-sqlite3'
import type { Db } from '../../core/kernel/db.ts'
import { done, failed, type Outcome } from '../../core/kernel/outcome.ts'
import { openConnection } from '../database.ts'
import { whatIsWrong } from '../integrity.ts'
import { syncFile } from './file-sync.ts'

/** What a copy holds, as its header will say. */
export interface CopyFacts {
  readonly officeName: string
  readonly customers: number
  readonly bills: number
  readonly payments: number
  readonly schema: number
  readonly audit: { readonly seq: number; readonly hash: string }
}

export type CopyStep = (step: 'copying' | 'checking', fraction: number) => void

/** Pages for each turn: about 16 MB a second's tenth on a slow disk. */
const pagesPerTurn = 4_096

/**
 * Writes the copy to `target`. Fails with SQLite's own words where the copy, and so the office's database, is damaged.
 * What cannot be read or written is thrown.
 */
export async function copyOffice(
  source: string,
  target: string,
  onStep: CopyStep = () => {},
): Promise<Outcome<CopyFacts, string>> {
  const db = openConnection(source, { readonly: true, cacheKiB: 4_096 })
  try {
    // Nobody else's to read from its first byte on; what SQLite makes beside it takes over its mode.
    closeSync(openSync(target, 'wx', 0o600))
    // A transaction of its own connection: without it every payment under way would make the copy begin anew.
    db.exec('BEGIN')
    db.prepare('SELECT count(*) FROM sqlite_schema').get()
    await db.backup(target, {
      progress({ totalPages, remainingPages }) {
        onStep('copying', totalPages === 0 ? 0 : 1 - remainingPages / totalPages)
        return pagesPerTurn
      },
    })
  } finally {
    db.close()
  }
  onStep('checking', 0)
  const copy = new Database(target)
  try {
    // One file, with nothing beside it.
    copy.pragma('journal_mode = DELETE')
    copy.pragma('secure_delete = ON')
    const wrong = whatIsWrong(copy)
    if (wrong !== null) return failed(wrong)
    onStep('checking', 0.8)
    // Codes still on their way. The keys that sealed them are not in a backup; the codes are not, either.
    copy.exec('UPDATE outbox SET secret = NULL WHERE secret IS NOT NULL')
    const facts = factsOf(copy)
    return done(facts)
  } finally {
    copy.close()
    syncFile(target)
  }
}

export const countOf = (db: Db, table: 'customer' | 'bill' | 'payment'): number =>
  db.prepare<[], { n: number }>(`SELECT count(*) AS n FROM ${table}`).get()?.n ?? 0

function factsOf(db: Db): CopyFacts {
  const head = db
    .prepare<[], { seq: number; hash: Buffer }>('SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1')
    .get()
  const name = db.prepare<[], { value: string }>(`SELECT value FROM setting WHERE key = 'officeName'`).get()
  const schema = db.prepare<[], { n: number | null }>('SELECT max(number) AS n FROM migration').get()
  const officeName: unknown = name === undefined ? '' : JSON.parse(name.value)
  return {
    officeName: typeof officeName === 'string' ? officeName : '',
    customers: countOf(db, 'customer'),
    bills: countOf(db, 'bill'),
    payments: countOf(db, 'payment'),
    schema: schema?.n ?? 0,
    audit: { seq: head?.seq ?? 0, hash: head?.hash.toString('hex') ?? '' },
  }
}
