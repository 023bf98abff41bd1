/** Backups as the administrator's screen sees them: the setup, the list, and the way back to one of them. */
import { rmSync } from 'node:fs'
import type { BackupState } from '../../contract/backup.ts'
import type { BackupDesk } from '../../core/backup/port.ts'
import { endOfIdsAt } from '../../core/kernel/ids.ts'
import { oneAtATime } from '../../core/kernel/one-at-a-time.ts'
import { passwordStrength } from '../../core/staff/passwords.ts'
import { stillThere } from './backup-folder.ts'
import { newBackupKey, shortestPassphrase } from './backup-key.ts'
import { backupRuns } from './backup-runs.ts'
import { keepBackupKey, readBackupKey } from './key-store.ts'
import { workFolder } from './make-backup.ts'
import { lastGoodAtMs } from './notes.ts'
import { type RestoreDesk, type RestoreDeskParts, restoreDesk } from './restore-desk.ts'
import type { BackupEnds, BackupTask } from './task.ts'
import { type RunningTask, startTask } from './task-client.ts'

export interface OfficeBackups extends BackupDesk, Pick<RestoreDesk, 'swap'> {
  /** Looks the database over in every way, beside the work, after so many milliseconds; where it cannot, again some time later. */
  checkInBackground(afterMs: number): void
  /** A call found the database damaged. */
  foundDamaged(): void
  /** The whole database was looked over at the start. */
  foundWhole(): void
  close(): Promise<void>
}

/** Of 4. */
const weakestScore = 3
/** An office that only begins is not told of it: a day. */
const graceMs = 86_400_000
const checkAgainMs = 10 * 60_000
/** A share that does not answer is as good as gone: 20 s. */
const driveMs = 20_000

export function backupDesk(parts: RestoreDeskParts): OfficeBackups {
  // What a run that was killed has left.
  rmSync(workFolder(parts.folder), { recursive: true, force: true })
  const runs = backupRuns(parts)
  const restores = restoreDesk(parts, runs)
  const inTurn = oneAtATime()
  let isClosed = false
  let looking: Promise<BackupEnds['list'] | null> | null = null
  let cancelCheck = (): void => {}
  let checking: RunningTask<unknown> | null = null

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

  const firstPaymentAfter = parts.db.prepare<[string], { paid_at_ms: number }>(
    'SELECT paid_at_ms FROM payment WHERE id > ? ORDER BY id LIMIT 1',
  )

  function unprotectedSinceMs(): number | null {
    const { schedule, trouble } = runs.notes()
    if (schedule.kind !== 'off' || trouble !== null) return null
    const first = firstPaymentAfter.get(endOfIdsAt(lastGoodAtMs(runs.notes()) ?? 0))?.paid_at_ms ?? null
    return first !== null && first <= parts.clock.now() - graceMs ? first : null
  }

  return {
    async state(): Promise<BackupState> {
      const { schedule, folder, trouble, sameDisk } = runs.notes()
      const kept = await readBackupKey(parts.secrets)
      return {
        schedule,
        folder,
        passphrase: kept.kind,
        running: runs.running(),
        lastGoodAtMs: lastGoodAtMs(runs.notes()),
        nextAtMs: runs.plannedAtMs(),
        trouble: trouble === null ? null : { why: trouble.why, sinceMs: trouble.sinceMs, againAtMs: runs.againAtMs() },
        sameDisk,
        unprotectedSinceMs: unprotectedSinceMs(),
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
      runs.note({ schedule, folder, ...taken.value, made, trouble: isDamage ? before.trouble : null })
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
    preview: restores.preview,
    restore: restores.restore,
    stopRestore: restores.stopRestore,
    warning: () => (restores.isRestoring() ? 'restoring' : runs.notes().trouble?.why === 'damaged' ? 'damaged' : null),
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
    swap: restores.swap,
  }
}
