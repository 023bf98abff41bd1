/** Backups as the administrator's screen sees them: the setup, the list, and the way back to one of them. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { BackupRefusal, BackupState, LostCounts } from '../../contract/backup.ts'
import type { BackupDesk } from '../../core/backup/port.ts'
import { endOfIdsAt } from '../../core/kernel/ids.ts'
import { oneAtATime } from '../../core/kernel/one-at-a-time.ts'
import { passwordStrength } from '../../core/staff/passwords.ts'
import { stillThere } from './backup-folder.ts'
import { newBackupKey, shortestPassphrase } from './backup-key.ts'
import { type BackupParts, backupRuns } from './backup-runs.ts'
import { keepBackupKey, readBackupKey } from './key-store.ts'
import { holdsOf } from './list-backups.ts'
import { workFolder } from './make-backup.ts'
import { lastGoodAtMs } from './notes.ts'
import { lostDetail } from './restore.ts'
import { openBackup } from './sealed-file.ts'
import { commitRestore, dropPrepared, finishRestore } from './swap.ts'
import type { BackupEnds, BackupTask } from './task.ts'
import { type RunningTask, startTask } from './task-client.ts'

export interface OfficeBackups extends BackupDesk {
  /** Looks the database over in every way, beside the work, after so many milliseconds; where it cannot, again some time later. */
  checkInBackground(afterMs: number): void
  /** A call found the database damaged. */
  foundDamaged(): void
  /** The whole database was looked over at the start. */
  foundWhole(): void
  close(): Promise<void>
  /** Call last of all, with the database closed and the lock still held: puts a prepared restore in its place. */
  swap(): void
}

export interface BackupDeskParts extends BackupParts {
  /** The host closes the office and opens it again. */
  readonly restart: () => void
}

/** Of 4. */
const weakestScore = 3
/** The answer leaves before the host closes. */
const goodbyeMs = 300
const checkAgainMs = 10 * 60_000
/** A share that does not answer is as good as gone: 20 s. */
const driveMs = 20_000

const isMore = (now: LostCounts, told: LostCounts): boolean =>
  now.customers > told.customers || now.bills > told.bills || now.payments > told.payments

export function backupDesk(parts: BackupDeskParts): OfficeBackups {
  // What a run that was killed has left.
  rmSync(workFolder(parts.folder), { recursive: true, force: true })
  dropPrepared(parts.folder)
  const runs = backupRuns(parts)
  const inTurn = oneAtATime()
  let isPrepared = false
  let isRestoring = false
  let isClosed = false
  let looking: Promise<BackupEnds['list'] | null> | null = null
  let cancelCheck = (): void => {}
  let checking: RunningTask<unknown> | null = null

  const newer = (table: string) =>
    parts.db.prepare<[string], { n: number }>(`SELECT count(*) AS n FROM ${table} WHERE id > ?`)
  const since = { customers: newer('customer'), bills: newer('bill'), payments: newer('payment') }

  function lostSince(atMs: number): LostCounts | null {
    try {
      const count = (of: keyof typeof since): number => since[of].get(endOfIdsAt(atMs))?.n ?? 0
      return { customers: count('customers'), bills: count('bills'), payments: count('payments') }
    } catch {
      // The present database is damaged: a usual reason to restore.
      return null
    }
  }

  function check(): void {
    if (isClosed) return
    const started = startTask({ task: 'check', dataFolder: parts.folder }, parts.workerUrl)
    checking = started
    started.end.then(
      ({ wrong }) => {
        if (wrong !== null) runs.foundDamaged()
      },
      (error: unknown) => {
        if (isClosed) return
        parts.logger.warn('the database could not be looked over', {
          errorName: error instanceof Error ? error.name : 'unknown',
        })
        cancelCheck = parts.timers.after(checkAgainMs, check)
      },
    )
  }

  /** Null where it is ready. */
  async function prepare(
    wanted: Pick<Extract<BackupTask, { task: 'restore' }>, 'file' | 'opener' | 'lost' | 'actor'>,
  ): Promise<BackupRefusal | 'busy' | 'no_room' | null> {
    const { folder: dataFolder, migrationsFolder, workerUrl } = parts
    const task = { task: 'restore', ...wanted, dataFolder, migrationsFolder, nowMs: parts.clock.now() } as const
    const end = await runs.alone((onStep) => startTask(task, workerUrl, (step, fraction) => onStep({ step, fraction })))
    if (end === null) return 'busy'
    return end.ok ? null : end.reason
  }

  /** In the worker, and not for ever; null where it died or took too long. */
  async function aside<Name extends 'list' | 'take'>(
    task: Extract<BackupTask, { task: Name }>,
  ): Promise<BackupEnds[Name] | null> {
    const started = startTask<Name>(task, parts.workerUrl)
    let cancel = (): void => {}
    // A thread that hangs in the system does not even end; nobody waits for that.
    const late = new Promise<null>((resolve) => {
      cancel = parts.timers.after(driveMs, () => {
        void started.stop()
        resolve(null)
      })
    })
    try {
      return await Promise.race([started.end, late])
    } catch {
      return null
    } finally {
      cancel()
    }
  }

  const pathOf = (name: string): string | null => {
    const { folder } = runs.notes()
    return folder === null ? null : join(folder, name)
  }

  return {
    async state(): Promise<BackupState> {
      const { schedule, folder, trouble } = runs.notes()
      const kept = await readBackupKey(parts.secrets)
      return {
        schedule,
        folder,
        passphrase: kept.kind,
        running: runs.running(),
        lastGoodAtMs: lastGoodAtMs(runs.notes()),
        nextAtMs: runs.plannedAtMs(),
        trouble: trouble === null ? null : { why: trouble.why, sinceMs: trouble.sinceMs, againAtMs: runs.againAtMs() },
      }
    },
    async save({ schedule, folder, anew }, actor) {
      if (schedule.kind !== 'off' && (await readBackupKey(parts.secrets)).kind !== 'set')
        return { outcome: 'refused', reason: 'no_passphrase' }
      const noted = runs.notes()
      const mark = anew !== true && noted.folder === folder ? noted.mark : null
      const taken = await aside({ task: 'take', folder, dataFolder: parts.folder, mark })
      if (taken === null) return { outcome: 'refused', reason: 'not_writable' }
      if (!taken.ok) return { outcome: 'refused', reason: taken.failure }
      const before = runs.notes()
      const isDamage = before.trouble?.why === 'damaged'
      const made = before.folder === folder ? before.made : stillThere(folder, before.made)
      runs.note({ schedule, folder, mark: taken.value, made, trouble: isDamage ? before.trouble : null })
      const plan = schedule.kind === 'off' ? '' : schedule.kind === 'daily' ? schedule.hour : schedule.every
      runs.record(actor, 'backup.planned', schedule.kind, { folder, plan })
      return { outcome: 'done' }
    },
    choosePassphrase: (passphrase, actor) =>
      inTurn('passphrase', async () => {
        if ([...passphrase.normalize('NFKC').trim()].length < shortestPassphrase)
          return { outcome: 'refused', reason: 'short' }
        if ((await passwordStrength(passphrase)).score < weakestScore) return { outcome: 'refused', reason: 'weak' }
        const { key, recoveryKey } = await newBackupKey(passphrase, parts.chance, { recovery: true })
        if (recoveryKey === null || !(await keepBackupKey(parts.secrets, key)))
          return { outcome: 'refused', reason: 'not_written' }
        if (runs.notes().trouble?.why === 'no_passphrase') runs.note({ trouble: null })
        runs.record(actor, 'backup.passphrase_chosen', 'done', {})
        return { outcome: 'done', recoveryKey }
      }),
    async start(actor) {
      if (runs.notes().folder === null) return { outcome: 'refused', reason: 'no_folder' }
      if ((await readBackupKey(parts.secrets)).kind !== 'set') return { outcome: 'refused', reason: 'no_passphrase' }
      return runs.start(actor) ? { outcome: 'started' } : { outcome: 'refused', reason: 'busy' }
    },
    async list() {
      const { folder } = runs.notes()
      if (folder === null) return []
      const kept = await readBackupKey(parts.secrets)
      const own = kept.kind === 'set' ? kept.key : null
      // However many screens look, and however slow the drive is: one look at a time.
      looking ??= aside({ task: 'list', folder, notes: runs.notes(), own }).finally(() => {
        looking = null
      })
      const files = (await looking)?.files ?? null
      return files === null ? null : [...files]
    },
    preview: (name, passphrase) =>
      inTurn('open', async () => {
        const file = pathOf(name)
        const opened = file === null ? null : await openBackup(file, { typed: passphrase })
        if (opened === null) return { outcome: 'refused', reason: 'gone' }
        if (!opened.ok) return { outcome: 'refused', reason: opened.failure }
        const holds = holdsOf(opened.value.header)
        return { outcome: 'opened', holds, lost: lostSince(holds.madeAtMs) }
      }),
    restore: (name, passphrase, lost, actor) =>
      inTurn('open', async () => {
        const file = pathOf(name)
        if (isPrepared || runs.running() !== null) return { outcome: 'refused', reason: 'busy' }
        const opened = file === null ? null : await openBackup(file, { typed: passphrase })
        if (file === null || opened === null) return { outcome: 'refused', reason: 'gone' }
        if (!opened.ok) return { outcome: 'refused', reason: opened.failure }
        // Nothing is taken any more from here on, so that the count is the last one.
        isRestoring = true
        try {
          const lostNow = lostSince(opened.value.header.madeAtMs)
          if (lost !== null && lostNow !== null && isMore(lostNow, lost))
            return { outcome: 'refused', reason: 'more_came' }
          const refused = await prepare({ file, opener: { own: opened.value.key }, lost: lostNow, actor })
          if (refused !== null) return { outcome: 'refused', reason: refused }
          // The office that makes way keeps the word of who sent it away.
          runs.record(actor, 'backup.restored', 'done', { file: name, ...lostDetail(lostNow) })
          isPrepared = true
          parts.timers.after(goodbyeMs, parts.restart)
          return { outcome: 'restarting' }
        } finally {
          isRestoring = isPrepared
        }
      }),
    warning: () => (isRestoring ? 'restoring' : runs.notes().trouble?.why === 'damaged' ? 'damaged' : null),
    checkInBackground(afterMs) {
      cancelCheck = parts.timers.after(afterMs, check)
    },
    foundDamaged: runs.foundDamaged,
    foundWhole: runs.foundWhole,
    async close() {
      isClosed = true
      cancelCheck()
      await checking?.stop()
      await runs.close()
    },
    swap() {
      if (!isPrepared) return
      commitRestore(parts.folder, parts.clock)
      finishRestore(parts.folder)
    },
  }
}
