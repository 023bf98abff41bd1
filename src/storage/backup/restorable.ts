/** Opens a backup that somebody wants back: also whether this Counterfoil can take what is inside, before it is read whole. */
import type { BackupRefusal } from '../../contract/backup.ts'
import { failed, type Outcome } from '../../core/kernel/outcome.ts'
import type { Migration } from '../migrate.ts'
import { type BackupOpener, type OpenedBackup, openBackup } from './sealed-file.ts'

/** As `openBackup`; `newer` also where the database inside has a later migration than the last of `migrations`. */
export async function openRestorable(
  file: string,
  opener: BackupOpener,
  migrations: readonly Migration[],
): Promise<Outcome<OpenedBackup, BackupRefusal>> {
  const opened = await openBackup(file, opener)
  const newest = migrations.at(-1)?.number ?? 0
  return opened.ok && opened.value.header.schema > newest ? failed('newer') : opened
}
