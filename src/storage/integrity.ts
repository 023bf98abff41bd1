/** Whether a database is whole. */
import type { Db } from '../core/kernel/db.ts'

/** SQLite's first complaint about the whole database, or null. Indexes are not compared with their tables. */
export function firstComplaint(db: Db): string | null {
  const verdict = String(db.pragma('quick_check(1)', { simple: true }))
  return verdict === 'ok' ? null : verdict
}

/**
 * What is wrong with this database, or null: also an index that has lost a row, by which a payment would be taken a second
 * time, and rows that have lost what they belong to. Reads all of it, several times longer than `firstComplaint`.
 */
export function whatIsWrong(db: Db): string | null {
  const verdict = String(db.pragma('integrity_check(1)', { simple: true }))
  if (verdict !== 'ok') return verdict
  const orphans = db.pragma('foreign_key_check') as readonly { readonly table: string }[]
  return orphans[0] === undefined ? null : `a row of ${orphans[0].table} has lost what it belongs to`
}
