/** Does one task of the worker thread. */
import { join } from 'node:path'
import { isoDateAt } from '../../core/kernel/calendar.ts'
import type { Chance } from '../../core/kernel/chance.ts'
import { databaseFileName, openConnection } from '../database.ts'
import { whatIsWrong } from '../integrity.ts'
import { readMigrations } from '../migrate.ts'
import { officeKeys } from '../office-keys.ts'
import { rotate, takeFolder } from './backup-folder.ts'
import { listBackups } from './list-backups.ts'
import { makeBackup, type OnStep } from './make-backup.ts'
import { backupTo } from './plain-backup.ts'
import { prepareRestore } from './restore.ts'
import type { BackupEnds, BackupTask } from './task.ts'

export async function runBackupTask(
  task: BackupTask,
  chance: Chance,
  onStep: OnStep,
): Promise<BackupEnds[keyof BackupEnds]> {
  if (task.task === 'backup') return makeBackup(task.order, chance, onStep)
  if (task.task === 'check') return { wrong: check(task.dataFolder) }
  if (task.task === 'list') return { files: await listBackups(task.folder, task.notes, task.own) }
  if (task.task === 'take') return takeFolder(task.folder, task, chance)
  if (task.task === 'rotate') return { left: rotate(task.folder, task.made, (atMs) => isoDateAt(atMs, task.timeZone)) }
  if (task.task === 'copy') return backupTo(task.dataFolder, task.folder, { now: () => task.nowMs })
  const { file, opener, dataFolder, migrationsFolder, actor, lost, nowMs } = task
  const place = {
    dataFolder,
    migrations: readMigrations(migrationsFolder),
    clock: { now: () => nowMs },
    key: () => officeKeys(dataFolder, chance).code,
    actor,
    lost,
  }
  const prepared = await prepareRestore(file, opener, place, onStep)
  return prepared.ok ? { ok: true } : { ok: false, reason: prepared.failure.reason ?? 'damaged' }
}

function check(dataFolder: string): string | null {
  const db = openConnection(join(dataFolder, databaseFileName), { readonly: true })
  try {
    return whatIsWrong(db)
  } finally {
    db.close()
  }
}
