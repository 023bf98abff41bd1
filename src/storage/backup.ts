/** Backups: an online copy, checked before it counts; and the way back, which never reuses a receipt number. */
import type { KeyObject } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import Database from 'better-sqlite3'
import { auditTrail, sealTrail } from '../core/audit/trail.ts'
import type { Clock } from '../core/kernel/clock.ts'
import { done, failed, type Outcome } from '../core/kernel/outcome.ts'
import { databaseFileName, makeFolder, openConnection } from './database.ts'
import { takeInstanceLock } from './instance-lock.ts'
import { type Migration, migrate } from './migrate.ts'

/** One clear line for a person. */
export interface BackupFailure {
  readonly message: string
}

const stamp = (atMs: number): string =>
  new Date(atMs).toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')
const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/**
 * Copies the office's database into `folder` while the counter works on. Sealed codes still on their way are blanked in
 * the copy; the keys are never in it. The file gets its name only once its integrity was checked.
 */
export async function backupTo(
  dataFolder: string,
  folder: string,
  clock: Clock,
): Promise<Outcome<{ readonly file: string }, BackupFailure>> {
  const source = join(dataFolder, databaseFileName)
  if (!existsSync(source))
    return failed({ message: `There is no office in ${dataFolder}: ${databaseFileName} is missing.` })
  const file = join(folder, `counterfoil-${stamp(clock.now())}.db`)
  const unfinished = `${file}.unfinished`
  try {
    makeFolder(folder)
    const db = openConnection(source, { readonly: true })
    try {
      await db.backup(unfinished)
    } finally {
      db.close()
    }
    const copy = new Database(unfinished)
    try {
      copy.pragma('journal_mode = DELETE')
      copy.pragma('secure_delete = ON')
      copy.exec('UPDATE outbox SET secret = NULL WHERE secret IS NOT NULL')
      const verdict = copy.pragma('integrity_check', { simple: true })
      if (verdict !== 'ok')
        return failed({
          message: `The copy is damaged (${String(verdict)}): the office's database may be, too. Run: counterfoil doctor.`,
        })
    } finally {
      copy.close()
    }
    chmodSync(unfinished, 0o600)
    syncFile(unfinished)
    renameSync(unfinished, file)
    return done({ file })
  } catch (error) {
    return failed({ message: `The backup could not be written to ${folder}: ${reasonOf(error)}` })
  } finally {
    rmSync(unfinished, { force: true })
  }
}

/** On disk, not only in the system's cache, before it takes the name it counts by. */
function syncFile(file: string): void {
  const handle = openSync(file, 'r+')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

const seriesFileName = 'receipt-series'

/** The highest receipt series ever used here: of the present database where it can be read, and of every restore before. */
function highestSeries(folder: string, files: readonly string[]): number {
  let highest = existsSync(join(folder, seriesFileName))
    ? Number(readFileSync(join(folder, seriesFileName), 'utf8')) || 1
    : 1
  for (const file of files) {
    try {
      const db = new Database(file, { readonly: true })
      const row = db.prepare<[], { series: number | null }>('SELECT max(receipt_series) AS series FROM terminal').get()
      highest = Math.max(highest, row?.series ?? 1)
      db.close()
    } catch {
      // A damaged database is a usual reason to restore; the note of earlier restores still counts.
    }
  }
  return highest
}

/**
 * Puts a backup in the place of the office's database; the present one stays beside it under another name. Every terminal
 * begins a new receipt series, so that no number given out since the backup comes again.
 */
export function restoreFrom(
  file: string,
  dataFolder: string,
  migrations: readonly Migration[],
  clock: Clock,
  key: KeyObject,
): Outcome<{ readonly keptAs: string | null; readonly customers: number; readonly payments: number }, BackupFailure> {
  if (!existsSync(file)) return failed({ message: `${file} does not exist.` })
  makeFolder(dataFolder)
  const lock = takeInstanceLock(dataFolder)
  if (!lock.ok) return failed({ message: `${lock.failure.message} Stop it first.` })
  const target = join(dataFolder, databaseFileName)
  const incoming = `${target}.restoring`
  try {
    copyFileSync(file, incoming)
    const counted = prepareRestored(
      incoming,
      highestSeries(dataFolder, [target, file]) + 1,
      dataFolder,
      migrations,
      clock,
      key,
    )
    if (!counted.ok) return counted
    syncFile(incoming)
    let keptAs: string | null = null
    if (existsSync(target)) {
      keptAs = `${target}.before-restore-${stamp(clock.now())}`
      for (const suffix of ['', '-wal', '-shm'])
        if (existsSync(target + suffix)) renameSync(target + suffix, keptAs + suffix)
    }
    renameSync(incoming, target)
    return done({ keptAs, ...counted.value })
  } catch (error) {
    return failed({ message: `${basename(file)} could not be restored: ${reasonOf(error)}. Nothing was changed.` })
  } finally {
    for (const suffix of ['', '-wal', '-shm']) rmSync(incoming + suffix, { force: true })
    lock.value.release()
  }
}

function prepareRestored(
  file: string,
  series: number,
  folder: string,
  migrations: readonly Migration[],
  clock: Clock,
  key: KeyObject,
): Outcome<{ customers: number; payments: number }, BackupFailure> {
  const db = new Database(file)
  try {
    if (db.pragma('integrity_check', { simple: true }) !== 'ok')
      return failed({ message: `${file} is damaged and was not restored.` })
    const known = db
      .prepare<[], { n: number }>(`SELECT count(*) AS n FROM sqlite_schema WHERE name = 'migration'`)
      .get()
    if (known?.n !== 1) return failed({ message: 'This file is not a Counterfoil backup.' })
    const migrated = migrate(db, migrations, clock)
    if (!migrated.ok) return failed(migrated.failure)
    writeFileSync(join(folder, seriesFileName), String(series), { mode: 0o600 })
    db.transaction(() => {
      db.prepare('UPDATE terminal SET receipt_series = ?, next_receipt = 1, next_ticket = 1').run(series)
      db.prepare(`INSERT OR REPLACE INTO setting (key, value) VALUES ('receiptSeries', ?)`).run(String(series))
      // What was on its way then has arrived or died since; nobody here can say which, and nothing is sent twice.
      db.exec(`UPDATE outbox SET status = 'unconfirmed', failure = 'unconfirmed', secret = NULL WHERE status IN ('queued', 'sending', 'asking', 'retrying');
        UPDATE challenge SET status = 'expired', code_hmac = NULL WHERE status = 'live'`)
      // What was signed out or renewed since the backup must not come alive again.
      db.exec('DELETE FROM app_session')
      sealTrail(db, key)
      auditTrail(db, clock, key).append({
        actor: 'system',
        terminalId: null,
        visitId: null,
        action: 'office.restored',
        subject: 'office',
        outcome: 'done',
        detail: { series },
      })
    })()
    const count = (table: string): number =>
      db.prepare<[], { n: number }>(`SELECT count(*) AS n FROM ${table}`).get()?.n ?? 0
    return done({ customers: count('customer'), payments: count('payment') })
  } catch (error) {
    return failed({ message: `${file} is not a readable Counterfoil backup (${reasonOf(error)}).` })
  } finally {
    db.close()
  }
}
