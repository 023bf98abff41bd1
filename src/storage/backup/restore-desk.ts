/** The way back to a backup of an open office: what is in it, what would be lost, and its making ready beside the work. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { BackupRefusal, LostCounts } from '../../contract/backup.ts'
import type { BackupDesk } from '../../core/backup/port.ts'
import { endOfIdsAt } from '../../core/kernel/ids.ts'
import { oneAtATime } from '../../core/kernel/one-at-a-time.ts'
import { readMigrations } from '../migrate.ts'
import type { BackupParts, BackupRuns } from './backup-runs.ts'
import { holdsOf } from './list-backups.ts'
import { openRestorable } from './restorable.ts'
import { lostDetail } from './restore.ts'
import { commitRestore, dropPrepared, finishRestore, preparedFile } from './swap.ts'
import type { BackupTask } from './task.ts'
import { startTask, TaskStopped } from './task-client.ts'

export interface RestoreDesk extends Pick<BackupDesk, 'preview' | 'restore' | 'stopRestore'> {
  /** From the moment a restore was accepted until it failed or was stopped, or the office is closed. */
  isRestoring(): boolean
  /** Call last of all, with the database closed and the lock still held: puts a prepared restore in its place. */
  swap(): void
}

export interface RestoreDeskParts extends BackupParts {
  /** The host closes the office and opens it again. */
  readonly restart: () => void
}

/** The answer leaves before the host closes. */
const goodbyeMs = 300
const action = 'backup.restored'

const isMore = (now: LostCounts, told: LostCounts): boolean =>
  now.customers > told.customers || now.bills > told.bills || now.payments > told.payments

/** Someone's wish for a restore. */
interface Asked {
  isStopped: boolean
}
type Refusal = BackupRefusal | 'busy' | 'no_room' | 'stopped'

export function restoreDesk(parts: RestoreDeskParts, runs: BackupRuns): RestoreDesk {
  dropLeftOver()
  const inTurn = oneAtATime()
  let isPrepared = false
  let isRestoring = false
  /** From the asking on, also while one waits for its turn or the backup is only being opened. */
  const asked = new Set<Asked>()

  const newer = (table: string) =>
    parts.db.prepare<[string], { n: number }>(`SELECT count(*) AS n FROM ${table} WHERE id > ?`)
  const since = { customers: newer('customer'), bills: newer('bill'), payments: newer('payment') }

  /** A restore that was accepted and never took place: the host died in between. This office has gone on, and says so. */
  function dropLeftOver(): void {
    if (existsSync(preparedFile(parts.folder))) {
      const last = parts.db
        .prepare<[string], { actor: string; outcome: string; detail: string }>(
          'SELECT actor, outcome, detail FROM audit WHERE action = ? ORDER BY seq DESC LIMIT 1',
        )
        .get(action)
      if (last?.outcome === 'begun') runs.record(last.actor, action, 'failed', JSON.parse(last.detail))
    }
    dropPrepared(parts.folder)
  }

  function lostSince(atMs: number): LostCounts | null {
    try {
      const count = (of: keyof typeof since): number => since[of].get(endOfIdsAt(atMs))?.n ?? 0
      return { customers: count('customers'), bills: count('bills'), payments: count('payments') }
    } catch {
      // The present database is damaged: a usual reason to restore.
      return null
    }
  }

  /** Null where it is ready. */
  async function prepare(
    wanted: Pick<Extract<BackupTask, { task: 'restore' }>, 'file' | 'opener' | 'lost' | 'actor'>,
  ): Promise<Refusal | null> {
    const { folder: dataFolder, migrationsFolder, workerUrl } = parts
    const task = { task: 'restore', ...wanted, dataFolder, migrationsFolder, nowMs: parts.clock.now() } as const
    try {
      const end = await runs.alone((onStep) =>
        startTask(task, workerUrl, (step, fraction) => onStep({ step, fraction })),
      )
      if (end === null) return 'busy'
      return end.ok ? null : end.reason
    } catch (error) {
      if (!(error instanceof TaskStopped)) throw error
      dropPrepared(parts.folder)
      return 'stopped'
    }
  }

  async function open(name: string, passphrase: string) {
    const { folder } = runs.notes()
    if (folder === null) return { ok: false, failure: 'gone' } as const
    const file = join(folder, name)
    const opened = await openRestorable(file, { typed: passphrase }, readMigrations(parts.migrationsFolder))
    return opened.ok ? ({ ok: true, value: { file, ...opened.value } } as const) : opened
  }

  return {
    preview: (name, passphrase) =>
      inTurn('open', async () => {
        const opened = await open(name, passphrase)
        if (!opened.ok) return { outcome: 'refused', reason: opened.failure }
        const holds = holdsOf(opened.value.header)
        return { outcome: 'opened', holds, lost: lostSince(holds.madeAtMs) }
      }),
    restore(name, passphrase, lost, actor) {
      const mine = { isStopped: false }
      asked.add(mine)
      return inTurn('open', async () => {
        try {
          if (isPrepared || runs.running() !== null) return { outcome: 'refused', reason: 'busy' }
          const opened = await open(name, passphrase)
          if (!opened.ok) return { outcome: 'refused', reason: opened.failure }
          if (mine.isStopped) return { outcome: 'stopped' }
          const { file, header, key } = opened.value
          // Nothing is taken any more from here on, so that the count is the last one.
          isRestoring = true
          const lostNow = lostSince(header.madeAtMs)
          if (lost !== null && lostNow !== null && isMore(lostNow, lost))
            return { outcome: 'refused', reason: 'more_came' }
          const refused = await prepare({ file, opener: { own: key }, lost: lostNow, actor })
          if (refused === 'stopped') return { outcome: 'stopped' }
          if (refused !== null) return { outcome: 'refused', reason: refused }
          // The office that makes way keeps the word of who sent it away. It is done only where this row is in it as kept.
          runs.record(actor, action, 'begun', { file: name, ...lostDetail(lostNow) })
          isPrepared = true
          parts.timers.after(goodbyeMs, parts.restart)
          return { outcome: 'restarting' }
        } finally {
          isRestoring = isPrepared
          asked.delete(mine)
        }
      })
    },
    async stopRestore() {
      if (asked.size === 0) return { stopped: false }
      for (const each of asked) each.isStopped = true
      if (isRestoring) await runs.stopOther()
      // It may have become ready at that very moment.
      return { stopped: !isPrepared }
    },
    isRestoring: () => isRestoring,
    swap() {
      if (!isPrepared) return
      commitRestore(parts.folder, parts.clock)
      finishRestore(parts.folder)
    },
  }
}
