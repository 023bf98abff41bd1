/**
 * What the office knows of its backups, in a file beside the database: it must be readable when the database is not, and
 * must not go back in time with a restore. Nothing of it is secret.
 */
import { readFileSync } from 'node:fs'
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
  /** Those that were read back whole, newest last. */
  made: z.array(madeBackup),
  trouble: z
    .object({ why: backupTrouble, sinceMs: z.int(), failures: z.int().positive(), lastAtMs: z.int() })
    .nullable(),
})
export type BackupNotes = z.infer<typeof backupNotes>

const none: BackupNotes = { schedule: { kind: 'off' }, folder: null, mark: '', made: [], trouble: null }

/** What is noted; as if nothing were where the file is missing or damaged. */
export function readNotes(dataFolder: string): BackupNotes {
  try {
    const parsed = backupNotes.safeParse(JSON.parse(readFileSync(join(dataFolder, notesName), 'utf8')))
    return parsed.success ? parsed.data : none
  } catch {
    return none
  }
}

/** Throws where it cannot be. */
export function writeNotes(dataFolder: string, notes: BackupNotes): void {
  const kept = { ...notes, made: notes.made.slice(-mostMade) }
  writeDurably(join(dataFolder, notesName), `${JSON.stringify(kept, null, 2)}\n`)
}

/** When the newest good one was made; null where there is none. */
export const lastGoodAtMs = (notes: BackupNotes): number | null =>
  notes.made.reduce<number | null>((latest, { holds }) => Math.max(latest ?? 0, holds.madeAtMs), null)
