/** The backups of a folder, each with what is known of it without a passphrase. */
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { BackupFile, BackupHolds } from '../../contract/backup.ts'
import type { BackupKey } from './backup-key.ts'
import { moment } from './backup-names.ts'
import type { BackupNotes } from './notes.ts'
import { openBackup, type SealedHeader } from './sealed-file.ts'

/** More than anyone looks through. */
const mostListed = 200

export const holdsOf = ({ officeName, madeAtMs, customers, bills, payments }: SealedHeader): BackupHolds => ({
  officeName,
  madeAtMs,
  customers,
  bills,
  payments,
})

/** Newest first; null where the folder cannot be read. */
export async function listBackups(
  folder: string,
  notes: BackupNotes,
  own: BackupKey | null,
): Promise<BackupFile[] | null> {
  let names: string[]
  try {
    names = readdirSync(folder)
  } catch {
    return null
  }
  const found = names.flatMap((name) => {
    const atMs = moment(name)
    return atMs === null ? [] : [{ name, atMs }]
  })
  found.sort((left, right) => right.atMs - left.atMs || (left.name < right.name ? 1 : -1))
  const files = await Promise.all(
    found.slice(0, mostListed).map(async ({ name, atMs }) => {
      try {
        return await describe(join(folder, name), name, atMs, notes, own)
      } catch {
        // Gone, or unreadable, since the folder was read.
        return null
      }
    }),
  )
  return files.filter((file) => file !== null)
}

async function describe(
  file: string,
  name: string,
  atMs: number,
  notes: BackupNotes,
  own: BackupKey | null,
): Promise<BackupFile> {
  const bytes = statSync(file).size
  const noted = notes.made.find((each) => each.name === name) ?? null
  const known = { name, bytes, madeAtMs: noted?.holds.madeAtMs ?? atMs, holds: noted?.holds ?? null }
  if (noted !== null && noted.bytes !== bytes) return { ...known, state: 'damaged' }
  if (own === null) return { ...known, state: noted === null ? 'unknown' : 'verified' }
  const opened = await openBackup(file, { own })
  if (opened.ok) {
    const holds = holdsOf(opened.value.header)
    return { name, bytes, madeAtMs: holds.madeAtMs, holds, state: noted === null ? 'unknown' : 'verified' }
  }
  if (opened.failure !== 'wrong') return { ...known, state: 'damaged' }
  return { ...known, state: noted === null ? 'unknown' : 'verified' }
}
