/** Opening the office's SQLite file: pragmas that keep an acknowledged payment on disk, read back at every open. */
import { accessSync, chmodSync, constants, existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import type { Db } from '../core/kernel/db.ts'
import { failed, type Outcome } from '../core/kernel/outcome.ts'
import { finishRestore, hasCommittedRestore } from './backup/swap.ts'
import { databaseFileName } from './database-file.ts'
import { takeInstanceLock } from './instance-lock.ts'
import { firstComplaint, whatIsWrong } from './integrity.ts'
import { migrate, readMigrations } from './migrate.ts'
import { officeKeysThere } from './office-keys.ts'
import type { OpenFailure } from './open-failure.ts'

export { databaseFileName } from './database-file.ts'

/**
 * Opens one connection. `durable: false` is for benchmarks' baselines only.
 * Source of `synchronous=FULL`: in WAL mode NORMAL can lose the last transactions at power loss (sqlite.org/pragma.html#pragma_synchronous).
 */
export function openConnection(
  file: string,
  options: { readonly readonly?: boolean; readonly cacheKiB?: number } = {},
): Db {
  // Made beside a file that could only be read for a while, they would keep it so.
  if (options.readonly !== true) for (const suffix of ['-wal', '-shm']) narrow(file + suffix)
  const db = new Database(file, { readonly: options.readonly === true, timeout: 10_000 })
  if (options.readonly !== true) {
    // Customers' data is nobody else's to read; the files SQLite makes beside it take over its mode.
    narrow(file)
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = FULL')
    db.pragma('journal_size_limit = 67108864')
  }
  db.pragma('foreign_keys = ON')
  db.pragma('trusted_schema = OFF')
  db.pragma('temp_store = FILE')
  db.pragma(`cache_size = -${options.cacheKiB ?? 32_768}`)
  if (options.readonly !== true) assertDurable(db)
  return db
}

function narrow(file: string): void {
  try {
    chmodSync(file, 0o600)
  } catch (error) {
    // Not there, another user's file, or a disk that may only be read: the first write says so, in words for it.
    if (!(error instanceof Error && 'code' in error)) throw error
  }
}

/** Reads back what was set: a build or a file system that ignores a pragma must not take payments. */
function assertDurable(db: Db): void {
  const journal = db.pragma('journal_mode', { simple: true })
  const synchronous = db.pragma('synchronous', { simple: true })
  const foreignKeys = db.pragma('foreign_keys', { simple: true })
  if (journal !== 'wal' || synchronous !== 2 || foreignKeys !== 1) {
    throw new Error(`the database refuses durable settings: ${JSON.stringify({ journal, synchronous, foreignKeys })}`)
  }
}

/** Makes the data folder where its parent exists, and checks that it can be written to. */
export function prepareFolder(folder: string): Outcome<{ readonly file: string }, OpenFailure> {
  try {
    makeFolder(folder)
    if (!statSync(folder).isDirectory()) throw Object.assign(new Error('not a folder'), { code: 'ENOTDIR' })
    accessSync(folder, constants.W_OK | constants.X_OK)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (code === 'ENOENT')
      return failed({
        kind: 'folder_missing',
        message: `The data folder ${folder} does not exist and could not be made.`,
      })
    if (code === 'ENOTDIR' || code === 'EEXIST')
      return failed({ kind: 'folder_missing', message: `${folder} is not a folder.` })
    return failed({
      kind: 'not_writable',
      message: `The data folder ${folder} cannot be written to (${code || 'no permission'}).`,
    })
  }
  return { ok: true, value: { file: join(folder, databaseFileName) } }
}

/**
 * Makes a folder and those above it. Not `recursive: true`: where a file system answers ENOENT below a folder that is there,
 * as /proc does, Node tries for ever (seen with Node 24.21).
 */
export function makeFolder(folder: string): void {
  if (existsSync(folder)) return
  const parent = dirname(folder)
  if (parent !== folder) makeFolder(parent)
  mkdirSync(folder, { mode: 0o700 })
}

const unreadable = /^SQLITE_IOERR_(READ|SHORT_READ|CORRUPTFS|DATA)$/

/** What a thrown SQLite error means to the office; null for anything else. */
export function storageFault(error: unknown): 'full' | 'read_only' | 'corrupt' | null {
  const code = error instanceof Database.SqliteError ? error.code : ''
  // What was written cannot be read: the disk fails, and a full one is not why.
  if (unreadable.test(code)) return 'corrupt'
  if (code.startsWith('SQLITE_FULL') || code.startsWith('SQLITE_IOERR')) return 'full'
  if (code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_CANTOPEN') || code.startsWith('SQLITE_PERM'))
    return 'read_only'
  if (code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_NOTADB')) return 'corrupt'
  return null
}

/** A restore that was committed and then cut off. Where another process holds the office, it has done this already. */
function endRestore(folder: string): void {
  if (!hasCommittedRestore(folder)) return
  const lock = takeInstanceLock(folder)
  if (!lock.ok) return
  try {
    finishRestore(folder)
  } finally {
    lock.value.release()
  }
}

/** SQLite would make a new, empty database: an office that has its keys had a full one. */
const isEmptied = (folder: string, file: string): boolean =>
  officeKeysThere(folder) && (!existsSync(file) || statSync(file).size === 0)

const damageOf = (file: string, reason: string): OpenFailure => ({
  kind: 'corrupt',
  message: `${file} is damaged (${reason.split('\n').at(-1) ?? ''}). Restore a backup: counterfoil restore FILE.`,
})

/** Why a database that threw could not be opened. */
export function openFailureOf(file: string, error: unknown): OpenFailure {
  const fault = storageFault(error)
  const reason = error instanceof Error ? error.message : String(error)
  if (fault === null) return { kind: 'failed', message: `${file} could not be opened: ${reason}` }
  if (fault === 'corrupt') return damageOf(file, reason)
  const what = fault === 'full' ? 'The disk is full, or fails' : 'The database cannot be written to'
  return { kind: fault, message: `${what}: ${file} (${reason}).` }
}

function complaintAtStart(
  db: Db,
  file: string,
  { isSuspect, checkUpToBytes }: { readonly isSuspect?: boolean; readonly checkUpToBytes?: number },
): string | null {
  if (isSuspect === true) return whatIsWrong(db)
  return statSync(file).size <= (checkUpToBytes ?? 0) ? firstComplaint(db) : null
}

/** Opens the office's database in `folder` and brings it to the newest version, or says in one line why it cannot. */
export function openDatabase(ports: {
  readonly folder: string
  readonly migrationsFolder: string
  readonly time: { wallMs(): number }
  readonly cacheKiB?: number
  /** A database of up to this many bytes is looked over whole before it is used. Left out, none is. */
  readonly checkUpToBytes?: number
  /** Damage was found since the last start: it is looked over in every way, whatever its size. */
  readonly isSuspect?: boolean
}): Outcome<Db, OpenFailure> {
  const folder = prepareFolder(ports.folder)
  if (!folder.ok) return folder
  let db: Db | null = null
  try {
    endRestore(ports.folder)
    const { file } = folder.value
    if (isEmptied(ports.folder, file))
      return failed({
        kind: 'missing',
        message: `${file} is missing or empty, and this folder had an office. Restore a backup: counterfoil restore FILE.`,
      })
    db = openConnection(folder.value.file, ports.cacheKiB === undefined ? {} : { cacheKiB: ports.cacheKiB })
    const migrated = migrate(db, readMigrations(ports.migrationsFolder), { now: () => ports.time.wallMs() })
    const wrong = migrated.ok ? complaintAtStart(db, file, ports) : null
    if (migrated.ok && wrong === null) return { ok: true, value: db }
    db.close()
    return migrated.ok ? failed(damageOf(file, wrong ?? '')) : migrated
  } catch (error) {
    db?.close()
    return failed(openFailureOf(folder.value.file, error))
  }
}
