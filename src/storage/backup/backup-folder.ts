/** The folder that backups go to: chosen once, marked, and known again by its mark. */
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { isAbsolute, join, relative, resolve } from 'node:path'
import type { SaveRefusal } from '../../core/backup/port.ts'
import type { RotatedBackup } from '../../core/backup/rotation.ts'
import { outOfRotation } from '../../core/backup/rotation.ts'
import type { Chance } from '../../core/kernel/chance.ts'
import { done, failed, type Outcome } from '../../core/kernel/outcome.ts'
import { markFileName } from './make-backup.ts'
import type { NotedBackup } from './notes.ts'

const isInside = (folder: string, place: string): boolean => {
  const way = relative(resolve(place), resolve(folder))
  return way === '' || !(way.startsWith('..') || isAbsolute(way))
}

function markIn(folder: string): string {
  try {
    return readFileSync(join(folder, markFileName), 'utf8').trim()
  } catch {
    return ''
  }
}

export interface TakenFolder {
  readonly mark: string
  readonly sameDisk: boolean
}

/**
 * Makes the folder where only its last part is missing, and marks it. Returns what the mark says, and whether it is on the
 * disk of the data. `mark`: what it must say
 * already, so that the empty place of a drive that is away, or another drive there, never becomes the folder; null for any.
 */
export function takeFolder(
  folder: string,
  { dataFolder, mark: wanted }: { readonly dataFolder: string; readonly mark: string | null },
  chance: Chance,
): Outcome<TakenFolder, SaveRefusal> {
  if (!isAbsolute(folder)) return failed('not_absolute')
  if (isInside(folder, dataFolder)) return failed('inside')
  if (wanted !== null && markIn(folder) !== wanted) return failed('gone')
  try {
    if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 })
    if (!statSync(folder).isDirectory()) return failed('missing')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : ''
    return failed(code === 'ENOENT' || code === 'ENOTDIR' ? 'missing' : 'not_writable')
  }
  const file = join(folder, markFileName)
  try {
    const known = markIn(folder)
    const mark = /^[0-9a-f]{32}$/.test(known) ? known : Buffer.from(chance.bytes(16)).toString('hex')
    writeFileSync(file, `${mark}\n`, { mode: 0o600 })
    return done({ mark, sameDisk: statSync(folder).dev === statSync(dataFolder).dev })
  } catch {
    return failed('not_writable')
  }
}

const isAsMade = (folder: string, { name, bytes }: NotedBackup): boolean => {
  try {
    return statSync(join(folder, name)).size === bytes
  } catch {
    return false
  }
}

/** Those that are still there. */
export const stillThere = (folder: string, made: readonly NotedBackup[]): NotedBackup[] =>
  made.filter(({ name }) => existsSync(join(folder, name)))

/** Deletes what the rotation lets go, and returns what is left. A file that cannot be deleted stays for the next time. */
export function rotate(
  folder: string,
  made: readonly NotedBackup[],
  dayOfMoment: (atMs: number) => string,
): NotedBackup[] {
  const there = stillThere(folder, made)
  const rotated = there.map((each): RotatedBackup => {
    const { madeAtMs } = each.holds
    return { name: each.name, day: dayOfMoment(madeAtMs), madeAtMs, good: isAsMade(folder, each) }
  })
  const gone = new Set<string>()
  for (const name of outOfRotation(rotated)) {
    try {
      rmSync(join(folder, name))
      gone.add(name)
    } catch {
      // Read-only now, or held open elsewhere.
    }
  }
  return there.filter(({ name }) => !gone.has(name))
}
