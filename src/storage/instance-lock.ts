/** One host per data folder: a lock the operating system lets go of when the process dies, however it dies. */
import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { done, failed, type Outcome } from '../core/kernel/outcome.ts'
import type { OpenFailure } from './open-failure.ts'

export interface InstanceLock {
  /** What a second instance is told about this one: its address. */
  announce(address: string): void
  release(): void
}

/** `taken`: another instance runs here. Anything else is what the disk or the folder answered. */
export interface NoLock {
  readonly kind: 'taken' | Extract<OpenFailure['kind'], 'full' | 'read_only' | 'failed'>
  readonly message: string
}

/** Holds an open exclusive transaction on a tiny database beside the office's; SQLite's own file lock does the rest. */
export function takeInstanceLock(folder: string): Outcome<InstanceLock, NoLock> {
  const file = join(folder, 'instance.lock')
  const note = openNote(folder)
  let lock: Database.Database | null = null
  try {
    lock = new Database(file, { timeout: 0 })
    // SQLite begins with a journal of an empty database's first page: on a disk without one free byte there is no file for it.
    lock.pragma('journal_mode = MEMORY')
    lock.exec('BEGIN EXCLUSIVE')
    return done(heldBy(lock, note))
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error
    lock?.close()
    const address = note === null ? '' : readNote(note)
    note?.close()
    if (!error.code.startsWith('SQLITE_BUSY')) return failed(whyNone(file, error))
    const message = `Counterfoil is already running on ${folder}${address === '' ? '' : ` (${address})`}.`
    return failed({ kind: 'taken', message })
  }
}

function heldBy(lock: Database.Database, note: Database.Database | null): InstanceLock {
  return {
    announce(address) {
      try {
        note?.exec(
          'CREATE TABLE IF NOT EXISTS note (id INTEGER PRIMARY KEY CHECK (id = 1), address TEXT NOT NULL) STRICT',
        )
        note?.prepare('INSERT OR REPLACE INTO note (id, address) VALUES (1, ?)').run(address)
      } catch (error) {
        // A kindness to whoever starts a second one; a full disk must not take the first one down for it.
        if (!(error instanceof Database.SqliteError)) throw error
      }
    },
    release() {
      note?.close()
      lock.close()
    },
  }
}

/** A kindness as well: null where it cannot be had. */
function openNote(folder: string): Database.Database | null {
  try {
    return new Database(join(folder, 'instance-note.db'), { timeout: 0 })
  } catch {
    return null
  }
}

/** SQLite says only that it cannot open the file; the system says why. */
function whyNone(file: string, error: Error): NoLock {
  let code = ''
  try {
    closeSync(openSync(file, 'a'))
  } catch (refused) {
    code = refused instanceof Error && 'code' in refused ? String(refused.code) : ''
  }
  const reason = `${file} (${code === '' ? error.message : code})`
  if (['ENOSPC', 'EDQUOT', 'EFBIG'].includes(code)) return { kind: 'full', message: `The disk is full: ${reason}.` }
  if (['EROFS', 'EACCES', 'EPERM'].includes(code))
    return { kind: 'read_only', message: `The data folder cannot be written to: ${reason}.` }
  return { kind: 'failed', message: `The data folder cannot be locked: ${reason}.` }
}

function readNote(note: Database.Database): string {
  try {
    return note.prepare<[], { address: string }>('SELECT address FROM note WHERE id = 1').get()?.address ?? ''
  } catch {
    // The other instance has not written its address yet; the lock itself already says enough.
    return ''
  }
}
