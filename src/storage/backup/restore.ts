/** The way back: a backup is read whole, checked and made ready beside the office's database, and only then takes its place. */
import type { KeyObject } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  lchownSync,
  lstatSync,
  openSync,
  readdirSync,
  statSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { BackupRefusal, LostCounts } from '../../contract/backup.ts'
import { auditTrail, bySystem, sealTrail } from '../../core/audit/trail.ts'
import type { Clock } from '../../core/kernel/clock.ts'
import type { Db } from '../../core/kernel/db.ts'
import { done, failed, type Outcome } from '../../core/kernel/outcome.ts'
import { databaseFileName, makeFolder, storageFault } from '../database.ts'
import { takeInstanceLock } from '../instance-lock.ts'
import { whatIsWrong } from '../integrity.ts'
import { type Migration, migrate } from '../migrate.ts'
import { syncFile } from './file-sync.ts'
import type { OnStep } from './make-backup.ts'
import { countOf } from './plain-copy.ts'
import { nextSeries, noteSeries } from './receipt-series.ts'
import { openRestorable } from './restorable.ts'
import { type BackupOpener, readChunks, type SealedHeader } from './sealed-file.ts'
import { commitRestore, dropPrepared, finishRestore, preparedFile } from './swap.ts'

/** One clear line for a person. */
export interface RestoreFailure {
  readonly message: string
  /** What a screen says it with; left out where it is none of these. */
  readonly reason?: BackupRefusal | 'no_room'
}

export interface RestorePlace {
  readonly dataFolder: string
  readonly migrations: readonly Migration[]
  readonly clock: Clock
  /** The office's own, which from now on proves the end of the restored audit trail; made only where it is needed. */
  readonly key: () => KeyObject
  /** A staff id, or `system`. */
  readonly actor: string
  /** What came after the backup and is lost with this, where someone counted it. */
  readonly lost?: LostCounts | null
}

export interface Restored {
  readonly customers: number
  readonly payments: number
}

/** For the trails of both offices, the one that comes and the one that goes. */
export const lostDetail = (lost: LostCounts | null): Record<string, number> =>
  lost === null ? {} : { lostCustomers: lost.customers, lostBills: lost.bills, lostPayments: lost.payments }

const words: Readonly<Record<BackupRefusal, string>> = {
  gone: 'does not exist',
  not_a_backup: 'is not a Counterfoil backup',
  newer: 'was made by a newer Counterfoil. Update Counterfoil',
  other_history: 'was made by another Counterfoil than this one, whose migrations differ',
  damaged: 'is damaged or was cut off, and was not restored',
  wrong: 'does not open with this passphrase',
  foreign: 'was not made with the key of this office',
}
const refusal = (file: string, reason: BackupRefusal): RestoreFailure => ({
  message: `${file} ${words[reason]}.`,
  reason,
})
const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

function failureOf(file: string, error: unknown): RestoreFailure {
  const isFull =
    storageFault(error) === 'full' || (error instanceof Error && 'code' in error && error.code === 'ENOSPC')
  if (isFull) return { message: `There is no room to restore ${file}. Nothing was changed.`, reason: 'no_room' }
  return { message: `${file} is not a readable Counterfoil backup (${reasonOf(error)}).`, reason: 'damaged' }
}

/** Decrypts beside the office's database. Not one byte counts before all were proven. */
async function unseal(
  file: string,
  opener: BackupOpener,
  target: string,
  migrations: readonly Migration[],
  onStep: OnStep,
): Promise<Outcome<SealedHeader, RestoreFailure>> {
  const opened = await openRestorable(file, opener, migrations)
  if (!opened.ok) return failed(refusal(file, opened.failure))
  const handle = openSync(target, 'w', 0o600)
  try {
    const read = readChunks(file, opened.value, (plain, fraction) => {
      for (let at = 0; at < plain.length; ) at += writeSync(handle, plain, at, plain.length - at)
      onStep('reading', fraction)
    })
    return read.ok ? done(opened.value.header) : failed(refusal(file, read.failure))
  } finally {
    closeSync(handle)
  }
}

/**
 * Makes the office of `file` ready beside the present one, which may be open meanwhile. `opener` null: a plain backup.
 * Nothing counts until `commitRestore`.
 */
export async function prepareRestore(
  file: string,
  opener: BackupOpener | null,
  place: RestorePlace,
  onStep: OnStep = () => {},
): Promise<Outcome<Restored, RestoreFailure>> {
  if (!existsSync(file)) return failed(refusal(file, 'gone'))
  const prepared = preparedFile(place.dataFolder)
  dropPrepared(place.dataFolder)
  let isReady = false
  try {
    let header: SealedHeader | null = null
    if (opener === null) {
      copyFileSync(file, prepared)
      // A copy takes over the mode, of a disc that may only be read, too.
      chmodSync(prepared, 0o600)
    } else {
      const unsealed = await unseal(file, opener, prepared, place.migrations, onStep)
      if (!unsealed.ok) return unsealed
      header = unsealed.value
    }
    onStep('preparing', 0)
    const present = join(place.dataFolder, databaseFileName)
    const series = nextSeries(place.dataFolder, { present, backup: prepared }, place.clock.now())
    const readied = readyOffice(file, prepared, series, header, place)
    if (!readied.ok) return readied
    syncFile(prepared)
    isReady = true
    return readied
  } catch (error) {
    return failed(failureOf(file, error))
  } finally {
    if (!isReady) dropPrepared(place.dataFolder)
  }
}

function readyOffice(
  file: string,
  prepared: string,
  series: number,
  header: SealedHeader | null,
  place: RestorePlace,
): Outcome<Restored, RestoreFailure> {
  const { clock } = place
  const db = new Database(prepared)
  try {
    db.pragma('journal_mode = DELETE')
    if (whatIsWrong(db) !== null) return failed(refusal(file, 'damaged'))
    const known = db
      .prepare<[], { n: number }>(`SELECT count(*) AS n FROM sqlite_schema WHERE name = 'migration'`)
      .get()
    if (known?.n !== 1) return failed(refusal(file, 'not_a_backup'))
    if (!trailIsWhole(db, header)) return failed(refusal(file, 'damaged'))
    const migrated = migrate(db, place.migrations, clock)
    if (!migrated.ok) {
      const isNewer = migrated.failure.kind === 'from_the_future'
      return failed({ ...migrated.failure, reason: isNewer ? 'newer' : 'other_history' })
    }
    noteSeries(place.dataFolder, series)
    const key = place.key()
    db.transaction(() => beginAnew(db, series, clock.now()))()
    sealTrail(db, key)
    auditTrail(db, clock, key).append({
      ...bySystem,
      actor: place.actor,
      visitId: null,
      action: 'office.restored',
      subject: 'office',
      outcome: 'done',
      detail: {
        series,
        ...lostDetail(place.lost ?? null),
        ...(header === null ? {} : { madeAt: new Date(header.madeAtMs).toISOString(), rows: header.audit.seq }),
      },
    })
    return done({ customers: countOf(db, 'customer'), payments: countOf(db, 'payment') })
  } catch (error) {
    return failed(failureOf(file, error))
  } finally {
    db.close()
  }
}

/**
 * The chain proves its own rows; its end is proven by the office's key, which a backup does not carry, or by the header of
 * an encrypted one. Only then is the end proven anew with the key of this office.
 */
function trailIsWhole(db: Db, header: SealedHeader | null): boolean {
  const last = db
    .prepare<[], { seq: number; hash: Buffer }>('SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1')
    .get()
  if (header === null) return true
  return (last?.seq ?? 0) === header.audit.seq && (last?.hash.toString('hex') ?? '') === header.audit.hash
}

/** What was under way then is over now: nothing is sent, signed in or numbered a second time. */
function beginAnew(db: Db, series: number, nowMs: number): void {
  db.prepare('UPDATE terminal SET receipt_series = ?, next_receipt = 1, next_ticket = 1').run(series)
  db.prepare(`INSERT OR REPLACE INTO setting (key, value) VALUES ('receiptSeries', ?)`).run(String(series))
  // What was on its way then has arrived or died since; nobody here can say which, and nothing is sent twice.
  db.exec(`UPDATE outbox SET status = 'unconfirmed', failure = 'unconfirmed', secret = NULL WHERE status IN ('queued', 'sending', 'asking', 'retrying');
    UPDATE challenge SET status = 'expired', code_hmac = NULL WHERE status = 'live'`)
  // What was signed out or renewed since the backup must not come alive again, nor a customer who left the counter.
  db.exec('DELETE FROM app_session')
  db.prepare(
    `UPDATE staff_session SET ended_at_ms = coalesce(ended_at_ms, ?), ended_how = 'revoked' WHERE ended_how IS NOT 'revoked'`,
  ).run(nowMs)
  db.prepare(`UPDATE visit SET ended_at_ms = ?, ended_how = 'abandoned' WHERE ended_at_ms IS NULL`).run(nowMs)
  // What this office sent to headquarters since the backup, it does not know any more: the next meeting begins a new epoch, and what
  // is written until then must not pass for the work of the one that was.
  db.exec('UPDATE headquarters SET restored = 1, node = lower(hex(randomblob(6)))')
}

/** Root restores for the user that runs the office, who must be able to write to what was made; never to a file linked from elsewhere. */
function giveToOwner(dataFolder: string): void {
  if (process.getuid?.() !== 0) return
  const { uid, gid } = statSync(dataFolder)
  for (const name of readdirSync(dataFolder)) {
    const file = join(dataFolder, name)
    const standing = lstatSync(file)
    if (standing.isFile() && standing.nlink === 1 && standing.uid === 0) lchownSync(file, uid, gid)
  }
}

/** The whole way, for the command line: refuses while anyone else holds the office. */
export async function restoreFrom(
  file: string,
  opener: BackupOpener | null,
  place: RestorePlace,
): Promise<Outcome<Restored & { readonly keptAs: string | null }, RestoreFailure>> {
  if (!existsSync(file)) return failed(refusal(file, 'gone'))
  makeFolder(place.dataFolder)
  const lock = takeInstanceLock(place.dataFolder)
  if (!lock.ok) {
    const { kind, message } = lock.failure
    return failed({ message: kind === 'taken' ? `${message} Stop it first.` : message })
  }
  try {
    finishRestore(place.dataFolder)
    const prepared = await prepareRestore(file, opener, place)
    if (!prepared.ok) return prepared
    commitRestore(place.dataFolder, place.clock)
    const keptAs = finishRestore(place.dataFolder)?.keptAs ?? null
    return done({ ...prepared.value, keptAs })
  } catch (error) {
    return failed({ message: `${file} could not be restored: ${reasonOf(error)}.` })
  } finally {
    lock.value.release()
    giveToOwner(place.dataFolder)
  }
}
