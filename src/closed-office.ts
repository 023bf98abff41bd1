/**
 * An office whose data could not be opened: says why, lists its backups, and restores one. Both hosts run it in the
 * counter's place, under the same lock, until there is a counter again.
 */
import { join } from 'node:path'
import type { BackupFile, BackupPreview, BackupRefusal } from './contract/backup.ts'
import type { ClosedBecause, RecoveryState } from './contract/recovery.ts'
import type { Logger } from './core/kernel/logger.ts'
import { oneAtATime } from './core/kernel/one-at-a-time.ts'
import { done, failed, type Outcome } from './core/kernel/outcome.ts'
import { backupSecrets, officeKeyCipher } from './gateways/secret-file.ts'
import { machineChance, machineTime, machineTimers } from './gateways/system.ts'
import type { BackupKey } from './storage/backup/backup-key.ts'
import { readBackupKey } from './storage/backup/key-store.ts'
import { holdsOf, listBackups } from './storage/backup/list-backups.ts'
import { readNotes } from './storage/backup/notes.ts'
import { openRestorable } from './storage/backup/restorable.ts'
import type { OpenedBackup } from './storage/backup/sealed-file.ts'
import { commitRestore, dropPrepared, finishRestore } from './storage/backup/swap.ts'
import { type RunningTask, startTask, TaskStopped } from './storage/backup/task-client.ts'
import { takeInstanceLock } from './storage/instance-lock.ts'
import { readMigrations } from './storage/migrate.ts'
import { officeKeys } from './storage/office-keys.ts'

export interface ClosedParts {
  /** The data folder. */
  readonly folder: string
  readonly migrationsFolder: string
  readonly workerUrl: URL
  readonly logger: Logger
  readonly why: ClosedBecause
  /** The one line. */
  readonly message: string
  /** Strangers stand in front of it: only this office's own backups count, and only where it makes them. */
  readonly held: boolean
}

export interface ChosenBackup {
  readonly folder: string
  readonly name: string
  readonly passphrase: string
}

export interface ClosedOffice {
  readonly logger: Logger
  state(): Promise<RecoveryState>
  look(folder: string): Promise<RecoveryState>
  preview(chosen: ChosenBackup): Promise<BackupPreview>
  restore(
    chosen: ChosenBackup,
  ): Promise<{ outcome: 'restarting' | 'stopped' } | { outcome: 'refused'; reason: BackupRefusal | 'busy' | 'no_room' }>
  progress(): RecoveryState['running']
  /** Ends a restore that is being prepared, and waits until it has. */
  stopRestore(): Promise<{ stopped: boolean }>
  tryAgain(): { outcome: 'restarting' }
  /** Calls `listener` when the office should be opened again: close this first. */
  onReopen(listener: () => void): void
  announce(address: string): void
  close(): Promise<void>
}

/** A machine that is asked for such a folder proves who it is to whoever answers: `\\\\host\\share`. */
const isOnNetwork = (folder: string): boolean => /^[\\/]{2}/.test(folder.trim())

/** The answer leaves before the host goes on. */
const goodbyeMs = 300

/** Made with the key that this installation keeps: what a file says of its key, anyone can write. */
async function isOwn(dataFolder: string, key: BackupKey): Promise<boolean> {
  const cipher = officeKeyCipher(officeKeys(dataFolder, machineChance), machineChance)
  const kept = await readBackupKey(backupSecrets(dataFolder, cipher))
  return kept.kind === 'set' && Buffer.from(kept.key.master).equals(key.master)
}

/** Holds the data folder, as far as its disk lets anyone; fails with one line where another instance does. */
export function closedOffice(parts: ClosedParts): Outcome<ClosedOffice, string> {
  const lock = takeInstanceLock(parts.folder)
  if (!lock.ok && lock.failure.kind === 'taken') return failed(lock.failure.message)
  const inTurn = oneAtATime()
  let running: RecoveryState['running'] = null
  let task: RunningTask<unknown> | null = null
  /** From the asking on, also while one waits for its turn or the backup is only being opened. */
  const asked = new Set<{ isStopped: boolean }>()
  let reopen = (): void => {}
  let isPrepared = false
  let lookedIn: string | null = null

  /** Whether a caller may have this folder read: the one that backups are made in, or, where nobody is a stranger, any of this machine. */
  const mayRead = (folder: string): boolean =>
    folder === readNotes(parts.folder).folder || (!parts.held && !isOnNetwork(folder))

  async function state(): Promise<RecoveryState> {
    const notes = readNotes(parts.folder)
    const folder = lookedIn ?? notes.folder
    const read = async (from: string) => (mayRead(from) ? listBackups(from, notes, null) : null)
    const backups: BackupFile[] | null = folder === null ? [] : await read(folder)
    return { why: parts.why, detail: parts.message, folder, fixed: parts.held, backups, running }
  }

  /** One guess at a time: each costs this machine a third of a second. */
  async function open({ folder, name, passphrase }: ChosenBackup): Promise<Outcome<OpenedBackup, BackupRefusal>> {
    if (!mayRead(folder)) return failed('gone')
    const migrations = readMigrations(parts.migrationsFolder)
    const opened = await openRestorable(join(folder, name), { typed: passphrase }, migrations)
    if (!opened.ok || !parts.held || (await isOwn(parts.folder, opened.value.key))) return opened
    return failed('foreign')
  }

  async function restore(chosen: ChosenBackup, mine: { isStopped: boolean }): ReturnType<ClosedOffice['restore']> {
    // A folder that takes no lock takes no office either.
    if (!lock.ok) return { outcome: 'refused', reason: 'no_room' }
    if (isPrepared) return { outcome: 'refused', reason: 'busy' }
    const opened = await open(chosen)
    if (!opened.ok) return { outcome: 'refused', reason: opened.failure }
    return mine.isStopped ? { outcome: 'stopped' } : prepare(chosen, opened.value.key)
  }

  async function prepare(chosen: ChosenBackup, key: BackupKey): ReturnType<ClosedOffice['restore']> {
    const file = join(chosen.folder, chosen.name)
    running = { step: 'reading', fraction: 0 }
    const { folder: dataFolder, migrationsFolder, workerUrl } = parts
    const own = { own: key }
    const work = { file, opener: own, dataFolder, migrationsFolder, actor: 'system', lost: null }
    try {
      const started = startTask(
        { task: 'restore', ...work, nowMs: machineTime.wallMs() },
        workerUrl,
        (step, fraction) => {
          running = { step, fraction }
        },
      )
      task = started
      const end = await started.end
      if (!end.ok) return { outcome: 'refused', reason: end.reason }
      isPrepared = true
      machineTimers.after(goodbyeMs, () => reopen())
      return { outcome: 'restarting' }
    } catch (error) {
      if (!(error instanceof TaskStopped)) throw error
      dropPrepared(dataFolder)
      return { outcome: 'stopped' }
    } finally {
      running = null
      task = null
    }
  }

  return done({
    logger: parts.logger,
    state,
    look(folder) {
      if (!parts.held) lookedIn = folder
      return state()
    },
    preview: (chosen) =>
      inTurn('open', async () => {
        const opened = await open(chosen)
        if (!opened.ok) return { outcome: 'refused', reason: opened.failure }
        return { outcome: 'opened', holds: holdsOf(opened.value.header), lost: null }
      }),
    async restore(chosen) {
      const mine = { isStopped: false }
      asked.add(mine)
      try {
        return await inTurn('open', () => restore(chosen, mine))
      } finally {
        asked.delete(mine)
      }
    },
    progress: () => running,
    async stopRestore() {
      if (asked.size === 0) return { stopped: false }
      for (const each of asked) each.isStopped = true
      await task?.stop()
      // It may have become ready at that very moment.
      return { stopped: !isPrepared }
    },
    tryAgain() {
      machineTimers.after(goodbyeMs, () => reopen())
      return { outcome: 'restarting' }
    },
    onReopen(listener) {
      reopen = listener
    },
    announce(address) {
      if (lock.ok) lock.value.announce(address)
    },
    async close() {
      await task?.stop()
      try {
        if (isPrepared) {
          commitRestore(parts.folder, { now: () => machineTime.wallMs() })
          finishRestore(parts.folder)
        }
      } finally {
        if (lock.ok) lock.value.release()
      }
    },
  })
}
