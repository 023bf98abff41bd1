/** A database for a run's own notes: in a file that has no name and is gone with the handle, so that a million rows need no memory. */
import Database from 'better-sqlite3'
import type { Db } from '../../core/kernel/db.ts'

export function scratchDatabase(): Db {
  const db = new Database('')
  // Nothing in it outlives a crash, so nothing waits for the disk.
  db.pragma('journal_mode = OFF')
  db.pragma('synchronous = OFF')
  return db
}
