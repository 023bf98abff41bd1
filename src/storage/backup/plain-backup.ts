/** A backup as a plain SQLite file, for who encrypts it otherwise. */
import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../../core/kernel/clock.ts'
import { done, failed, type Outcome } from '../../core/kernel/outcome.ts'
import { databaseFileName, makeFolder } from '../database.ts'
import { freeName, plainSuffix } from './backup-names.ts'
import { syncFolder } from './file-sync.ts'
import { copyOffice } from './plain-copy.ts'
import type { RestoreFailure } from './restore.ts'

const unfinishedSuffix = '.unfinished'

/** What a run that was killed has left, a day ago or more; a younger one may be another's, under way. */
function dropOldUnfinished(folder: string, nowMs: number): void {
  for (const name of readdirSync(folder)) {
    const file = join(folder, name)
    if (!/^counterfoil-\d{8}-\d{6}(-\d{1,3})?\.db\.unfinished(-journal)?$/.test(name)) continue
    if (statSync(file).mtimeMs < nowMs - 86_400_000) rmSync(file, { force: true })
  }
}

/**
 * Copies the office's database into `folder` while the counter works on. The file gets its name only once its integrity
 * was checked; the keys are never in it.
 */
export async function backupTo(
  dataFolder: string,
  folder: string,
  clock: Clock,
): Promise<Outcome<{ readonly file: string }, RestoreFailure>> {
  const source = join(dataFolder, databaseFileName)
  if (!existsSync(source))
    return failed({ message: `There is no office in ${dataFolder}: ${databaseFileName} is missing.` })
  let unfinished: string | null = null
  try {
    makeFolder(folder)
    const file = join(folder, freeName(folder, clock.now(), plainSuffix))
    dropOldUnfinished(folder, clock.now())
    unfinished = `${file}${unfinishedSuffix}`
    rmSync(unfinished, { force: true })
    const copied = await copyOffice(source, unfinished)
    if (!copied.ok)
      return failed({
        message: `The copy is damaged (${copied.failure}): the office's database may be, too. Run: counterfoil doctor.`,
      })
    renameSync(unfinished, file)
    syncFolder(folder)
    return done({ file })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return failed({ message: `The backup could not be written to ${folder}: ${reason}` })
  } finally {
    if (unfinished !== null) for (const suffix of ['', '-journal']) rmSync(unfinished + suffix, { force: true })
  }
}
