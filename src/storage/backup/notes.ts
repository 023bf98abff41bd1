/**
 * What the office knows of its backups, in a file beside the database: it must be readable when the database is not, and
 * must not go back in time with a restore. Nothing of it is secret.
 */
import { readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { backupFileName, backupHolds, backupSchedule, backupTrouble } from '../../contract/backup.ts'
import { writeDurably } from './file-sync.ts'

const notesName = 'backups.json'
/** More than the rotation keeps. */
const mostMade = 200

const madeBackup = z.object({
  name: backupFileName,
  bytes: z.int(),
  keyId: z.string(),
  holds: backupHolds,
})
export type NotedBackup = z.infer<typeof madeBackup>

const backupNotes = z.object({
  schedule: backupSchedule,
  folder: z.string().nullable(),
  /** What the mark in that folder says. */
  mark: z.string(),
  /** Whether that folder was on the disk of the data when it was chosen. */
  sameDisk: z.boolean().default(false),
  /** Those that were read back whole, newest last. */
  made: z.array(madeBackup),
  trouble: z
    .object({ why: backupTrouble, sinceMs: z.int(), failures: z.int().positive(), lastAtMs: z.int() })
    .nullable(),
})
export type BackupNotes = z.infer<typeof backupNotes>

const none: BackupNotes = {
  schedule: { kind: 'off' },
  folder: null,
  mark: '',
  sameDisk: false,
  made: [],
  trouble: null,
}

/** What is noted; null where the file is there and cannot be understood. */
function parseNotes(dataFolder: string): BackupNotes | null {
  let text: string
  try {
    text = readFileSync(join(dataFolder, notesName), 'utf8')
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    return isMissing ? none : null
  }
  try {
    return backupNotes.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

/** What is noted; as if nothing were where the file is missing or damaged. */
export const readNotes = (dataFolder: string): BackupNotes => parseNotes(dataFolder) ?? none

/**
 * The same for the office that will write them: damaged ones are kept under another name, and what was chosen is missed
 * aloud instead of being taken for "never by itself".
 */
export function openNotes(dataFolder: string, nowMs: number): BackupNotes {
  const noted = parseNotes(dataFolder)
  if (noted !== null) return noted
  const anew: BackupNotes = { ...none, trouble: { why: 'setup_lost', sinceMs: nowMs, failures: 1, lastAtMs: nowMs } }
  try {
    renameSync(join(dataFolder, notesName), join(dataFolder, `${notesName}.damaged`))
    writeNotes(dataFolder, anew)
  } catch {
    // A disk that takes nothing: the next start finds the same.
  }
  return anew
}

/** Throws where it cannot be. */
export function writeNotes(dataFolder: string, notes: BackupNotes): void {
  const kept = { ...notes, made: notes.made.slice(-mostMade) }
  writeDurably(join(dataFolder, notesName), `${JSON.stringify(kept, null, 2)}\n`)
}

/** When the newest good one was made; null where there is none. */
export const lastGoodAtMs = (notes: BackupNotes): number | null =>
  notes.made.reduce<number | null>((latest, { holds }) => Math.max(latest ?? 0, holds.madeAtMs), null)
