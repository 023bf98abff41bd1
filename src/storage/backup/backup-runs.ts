/** Makes the backups, when they are due and when someone asks; notes how it went, and lets old ones go. */
import type { BackupState, BackupTrouble } from '../../contract/backup.ts'
import type { AuditTrail } from '../../core/audit/trail.ts'
import { nextBackupAtMs, retryAfterMs } from '../../core/backup/schedule.ts'
import type { SecretStore } from '../../core/delivery/secret-store.ts'
import { dayOf } from '../../core/kernel/calendar.ts'
import type { Chance } from '../../core/kernel/chance.ts'
import type { Clock } from '../../core/kernel/clock.ts'
import type { Db, Transact } from '../../core/kernel/db.ts'
import type { Logger } from '../../core/kernel/logger.ts'
import type { Timers } from '../../core/kernel/timers.ts'
import { readBackupKey } from './key-store.ts'
import { holdsOf } from './list-backups.ts'
import type { MadeBackup } from './make-backup.ts'
import { type BackupNotes, lastGoodAtMs, type NotedBackup, openNotes, writeNotes } from './notes.ts'
import { type RunningTask, startTask } from './task-client.ts'

/** What backups need of the office and its host. */
export interface BackupParts {
  readonly db: Db
  readonly transact: Transact
  readonly audit: AuditTrail
  readonly clock: Clock
  readonly chance: Chance
  readonly logger: Logger
  readonly timers: Timers
  readonly timeZone: string
  /** The data folder. */
  readonly folder: string
  readonly migrationsFolder: string
  readonly workerUrl: URL
  /** Keeps the key, sealed. */
  readonly secrets: SecretStore
}

const firstLookMs = 20_000
const lookEveryMs = 60_000

export type Running = NonNullable<BackupState['running']>

export type BackupRuns = ReturnType<typeof backupRuns>

export function backupRuns(parts: BackupParts) {
  const { clock } = parts
  const dayAt = dayOf(parts.timeZone)
  let notes = openNotes(parts.folder, parts.clock.now())
  let running: Running | null = null
  let task: RunningTask<unknown> | null = null
  let cancelLook = (): void => {}
  let isClosed = false

  function note(changes: Partial<BackupNotes>): void {
    notes = { ...notes, ...changes }
    try {
      writeNotes(parts.folder, notes)
    } catch (error) {
      // A full disk: it is known until the end of this run, and written with the next change.
      warn('the notes of the backups could not be written', error)
    }
  }

  function warn(words: string, error: unknown): void {
    parts.logger.warn(words, { errorName: error instanceof Error ? error.name : 'unknown' })
  }

  /** The trail cannot take it where the disk is full; the backup is there all the same. */
  function record(actor: string, action: string, outcome: string, detail: Record<string, string | number>): void {
    try {
      parts.transact(() =>
        parts.audit.append({ actor, terminalId: null, visitId: null, action, subject: 'office', outcome, detail }),
      )
    } catch (error) {
      warn('a backup could not be put on the trail', error)
    }
  }

  function wentWrong(found: BackupTrouble, actor: string): void {
    const before = notes.trouble
    // Damage stays what is said, whatever else goes wrong, until the database was seen to be whole.
    const why = before?.why === 'damaged' ? 'damaged' : found
    if (before?.why !== why) record(actor, 'backup.failed', why, {})
    const nowMs = clock.now()
    const sinceMs = before?.sinceMs ?? nowMs
    note({ trouble: { why, sinceMs, failures: (before?.failures ?? 0) + 1, lastAtMs: nowMs } })
  }

  async function letGo(folder: string, made: readonly NotedBackup[]): Promise<void> {
    const rotating = startTask({ task: 'rotate', folder, made, timeZone: parts.timeZone }, parts.workerUrl)
    task = rotating
    try {
      const { left } = await rotating.end
      if (notes.folder === folder) note({ made: [...left] })
    } catch (error) {
      warn('old backups could not be let go', error)
    }
  }

  async function wentWell(
    folder: string,
    keyId: string,
    { name, bytes, header }: MadeBackup,
    actor: string,
  ): Promise<void> {
    // Another folder may have been chosen meanwhile; that one has no backup yet.
    if (notes.folder === folder) {
      const made = [...notes.made, { name, bytes, keyId, holds: holdsOf(header) }]
      // Noted first: the drive may go while the old ones are let go.
      note({ made, trouble: null })
      await letGo(folder, made)
    }
    const { customers, bills, payments, audit } = header
    record(actor, 'backup.made', 'done', { file: name, customers, bills, payments, rows: audit.seq })
  }

  async function make(actor: string): Promise<void> {
    const { folder, mark } = notes
    if (folder === null) return wentWrong('no_folder', actor)
    const kept = await readBackupKey(parts.secrets)
    if (kept.kind !== 'set') return wentWrong('no_passphrase', actor)
    if (isClosed) return
    const order = { dataFolder: parts.folder, folder, mark, key: kept.key, madeAtMs: clock.now() }
    const started = startTask({ task: 'backup', order }, parts.workerUrl, (step, fraction) => {
      running = { step, fraction }
    })
    task = started
    const end = await started.end
    if (end.ok) return wentWell(folder, kept.key.slots.keyId, end.value, actor)
    parts.logger.warn('a backup could not be made', { errorName: end.failure.trouble })
    wentWrong(end.failure.trouble, actor)
  }

  /** Never rejects. Call only where nothing runs. */
  async function run(actor: string): Promise<void> {
    running = { step: 'copying', fraction: 0 }
    try {
      await make(actor)
    } catch (error) {
      if (isClosed) return
      warn('a backup ended before it was done', error)
      wentWrong('failed', actor)
    } finally {
      running = null
      task = null
    }
  }

  const plannedAtMs = (): number | null => nextBackupAtMs(notes.schedule, lastGoodAtMs(notes), clock.now(), dayAt)
  const againAtMs = (): number | null =>
    notes.schedule.kind === 'off' || notes.trouble === null
      ? null
      : notes.trouble.lastAtMs + retryAfterMs(notes.trouble.failures)

  function look(): void {
    const nextMs = againAtMs() ?? plannedAtMs()
    if (running === null && nextMs !== null && nextMs <= clock.now()) void run('system')
    cancelLook = parts.timers.after(lookEveryMs, look)
  }
  cancelLook = parts.timers.after(firstLookMs, look)

  return {
    notes: () => notes,
    note,
    record,
    running: () => running,
    plannedAtMs,
    againAtMs,
    /** The database itself was found damaged. */
    foundDamaged() {
      if (notes.trouble?.why !== 'damaged') wentWrong('damaged', 'system')
    },
    /** The database itself was found whole. */
    foundWhole() {
      if (notes.trouble?.why === 'damaged') note({ trouble: null })
    },
    /** False where one runs already. */
    start(actor: string): boolean {
      if (running !== null) return false
      void run(actor)
      return true
    },
    /** Runs another long task in the same place, so that there is one at a time; null where one runs already. */
    async alone<End>(begin: (onStep: (now: Running) => void) => RunningTask<End>): Promise<End | null> {
      if (running !== null) return null
      running = { step: 'reading', fraction: 0 }
      try {
        const started = begin((now) => {
          running = now
        })
        task = started
        return await started.end
      } finally {
        running = null
        task = null
      }
    },
    /** Ends what runs now at once: call only for such another task, which means nothing until it is whole. */
    async stopOther(): Promise<void> {
      await task?.stop()
    },
    async close() {
      isClosed = true
      cancelLook()
      await task?.stop()
    },
  }
}
