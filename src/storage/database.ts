/** Opening the office's SQLite file: pragmas that keep an acknowledged payment on disk, read back at every open. */
import { accessSync, chmodSync, constants, existsSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import type { Db } from '../core/kernel/db.ts'
import { failed, type Outcome } from '../core/kernel/outcome.ts'
import { migrate, readMigrations } from './migrate.ts'
import type { OpenFailure } from './open-failure.ts'

export const databaseFileName = 'counterfoil.db'

/**
 * Opens one connection. `durable: false` is for benchmarks' baselines only.
 * Source of `synchronous=FULL`: in WAL mode NORMAL can lose the last transactions at power loss (sqlite.org/pragma.html#pragma_synchronous).
 */
export function openConnection(
  file: string,
  options: { readonly readonly?: boolean; readonly cacheKiB?: number } = {},
): Db {
  const db = new Database(file, { readonly: options.readonly === true, timeout: 10_000 })
  if (options.readonly !== true) {
    // Customers' data is nobody else's to read; the files SQLite makes beside it take over its mode.
    chmodSync(file, 0o600)
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

/** What a thrown SQLite error means to the office; null for anything else. */
export function storageFault(error: unknown): 'full' | 'read_only' | 'corrupt' | null {
  const code = error instanceof Database.SqliteError ? error.code : ''
  if (code.startsWith('SQLITE_FULL') || code.startsWith('SQLITE_IOERR')) return 'full'
  if (code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_CANTOPEN') || code.startsWith('SQLITE_PERM'))
    return 'read_only'
  if (code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_NOTADB')) return 'corrupt'
  return null
}

/** A restore that a power cut ended between its two last steps: the new file is whole (see `restoreFrom`) and takes its name now. */
function finishRestore(file: string): void {
  if (!existsSync(file) && existsSync(`${file}.restoring`)) renameSync(`${file}.restoring`, file)
}

/** Opens the office's database in `folder` and brings it to the newest version, or says in one line why it cannot. */
export function openDatabase(ports: {
  readonly folder: string
  readonly migrationsFolder: string
  readonly time: { wallMs(): number }
  readonly cacheKiB?: number
}): Outcome<Db, OpenFailure> {
  const folder = prepareFolder(ports.folder)
  if (!folder.ok) return folder
  let db: Db | null = null
  try {
    finishRestore(folder.value.file)
    db = openConnection(folder.value.file, ports.cacheKiB === undefined ? {} : { cacheKiB: ports.cacheKiB })
    const migrated = migrate(db, readMigrations(ports.migrationsFolder), { now: () => ports.time.wallMs() })
    if (migrated.ok) return { ok: true, value: db }
    db.close()
    return migrated
  } catch (error) {
    db?.close()
    const fault = storageFault(error)
    const reason = error instanceof Error ? error.message : String(error)
    if (fault === 'corrupt')
      return failed({
        kind: 'corrupt',
        message: `${folder.value.file} is damaged (${reason}). Restore a backup: counterfoil restore FILE.`,
      })
    if (fault === 'read_only')
      return failed({ kind: 'not_writable', message: `${folder.value.file} cannot be written to (${reason}).` })
    return failed({ kind: 'failed', message: `${folder.value.file} could not be opened: ${reason}` })
  }
}
