/**
 * The last step of a restore: the office's database makes way for the prepared one. One rename decides; whatever ends the
 * process before it leaves the old office, after it the new one, which takes its place now or at the next opening.
 */
import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../../core/kernel/clock.ts'
import { databaseFileName } from '../database-file.ts'
import { stampOf } from './backup-names.ts'
import { syncFolder } from './file-sync.ts'

const besides = ['-wal', '-shm'] as const
const incomingMark = `${databaseFileName}.incoming-`

/** The one that is being prepared; means nothing until it is committed. */
export const preparedFile = (folder: string): string => join(folder, `${databaseFileName}.restoring`)

function incomingIn(folder: string): string | null {
  try {
    return readdirSync(folder).find((name) => name.startsWith(incomingMark)) ?? null
  } catch {
    // A folder that cannot be read is reported by whoever opens it.
    return null
  }
}

export const hasCommittedRestore = (folder: string): boolean => incomingIn(folder) !== null

/** Call under the instance lock, with the database closed: from here on the prepared file is the office's. */
export function commitRestore(folder: string, clock: Clock): void {
  const base = stampOf(clock.now())
  const taken = (stamp: string): boolean => existsSync(join(folder, `${databaseFileName}.before-restore-${stamp}`))
  let stamp = base
  for (let nth = 2; taken(stamp); nth += 1) stamp = `${base}-${nth}`
  renameSync(preparedFile(folder), join(folder, incomingMark + stamp))
  syncFolder(folder)
}

/**
 * Call under the instance lock, with the database closed. Ends a restore that was committed, however far it came; returns
 * what the data that was here is kept as, or null.
 */
export function finishRestore(folder: string): { readonly keptAs: string | null } | null {
  const incoming = incomingIn(folder)
  if (incoming === null) return null
  const target = join(folder, databaseFileName)
  const kept = `${target}.before-restore-${incoming.slice(incomingMark.length)}`
  // Its log first: beside another database SQLite would take it for that one's.
  for (const suffix of [...besides, '']) if (existsSync(target + suffix)) renameSync(target + suffix, kept + suffix)
  syncFolder(folder)
  renameSync(join(folder, incoming), target)
  syncFolder(folder)
  return { keptAs: existsSync(kept) ? kept : null }
}

/** What a restore that never was committed has left. */
export function dropPrepared(folder: string): void {
  for (const suffix of ['', '-journal', ...besides]) rmSync(preparedFile(folder) + suffix, { force: true })
}
