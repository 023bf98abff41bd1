/** One host per data folder: a lock the operating system lets go of when the process dies, however it dies. */
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { done, failed, type Outcome } from '../core/kernel/outcome.ts'

export interface InstanceLock {
  /** What a second instance is told about this one: its address. */
  announce(address: string): void
  release(): void
}

export interface LockedBy {
  readonly message: string
}

/** Holds an open exclusive transaction on a tiny database beside the office's; SQLite's own file lock does the rest. */
export function takeInstanceLock(folder: string): Outcome<InstanceLock, LockedBy> {
  const note = new Database(join(folder, 'instance-note.db'), { timeout: 0 })
  const lock = new Database(join(folder, 'instance.lock'), { timeout: 0 })
  try {
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    if (!(error instanceof Database.SqliteError) || !error.code.startsWith('SQLITE_BUSY')) throw error
    lock.close()
    const address = readNote(note)
    note.close()
    return failed({ message: `Counterfoil is already running on ${folder}${address === '' ? '' : ` (${address})`}.` })
  }
  return done({
    announce(address) {
      try {
        note.exec(
          'CREATE TABLE IF NOT EXISTS note (id INTEGER PRIMARY KEY CHECK (id = 1), address TEXT NOT NULL) STRICT',
        )
        note.prepare('INSERT OR REPLACE INTO note (id, address) VALUES (1, ?)').run(address)
      } catch (error) {
        // A kindness to whoever starts a second one; a full disk must not take the first one down for it.
        if (!(error instanceof Database.SqliteError)) throw error
      }
    },
    release() {
      note.close()
      lock.close()
    },
  })
}

function readNote(note: Database.Database): string {
  try {
    return note.prepare<[], { address: string }>('SELECT address FROM note WHERE id = 1').get()?.address ?? ''
  } catch {
    // The other instance has not written its address yet; the lock itself already says enough.
    return ''
  }
}
