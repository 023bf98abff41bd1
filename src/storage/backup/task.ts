/** What the worker thread is asked for backups, says while it works, and ends with; plain data that crosses threads. */
import type { BackupFile, BackupRefusal, LostCounts } from '../../contract/backup.ts'
import type { SaveRefusal } from '../../core/backup/port.ts'
import type { Outcome } from '../../core/kernel/outcome.ts'
import type { TakenFolder } from './backup-folder.ts'
import type { BackupKey } from './backup-key.ts'
import type { BackupFault, BackupOrder, BackupStep, MadeBackup } from './make-backup.ts'
import type { BackupNotes, NotedBackup } from './notes.ts'

export type BackupTask =
  | { readonly task: 'backup'; readonly order: BackupOrder }
  | {
      readonly task: 'restore'
      readonly file: string
      /** What was typed, or the office's own key. */
      readonly opener: { readonly typed: string } | { readonly own: BackupKey }
      readonly dataFolder: string
      readonly migrationsFolder: string
      readonly actor: string
      /** What came after the backup and is lost with this; null where nobody could count it. */
      readonly lost: LostCounts | null
      readonly nowMs: number
    }
  /** A plain copy of the office's database into `folder`. */
  | { readonly task: 'copy'; readonly dataFolder: string; readonly folder: string; readonly nowMs: number }
  /** What is in a folder: a drive may be slow, or be a share that answers no more. */
  | { readonly task: 'list'; readonly folder: string; readonly notes: BackupNotes; readonly own: BackupKey | null }
  /** Makes a folder the one that backups go to; see `takeFolder`. */
  | { readonly task: 'take'; readonly folder: string; readonly dataFolder: string; readonly mark: string | null }
  /** Lets old backups go; answers with what is left. */
  | {
      readonly task: 'rotate'
      readonly folder: string
      readonly made: readonly NotedBackup[]
      readonly timeZone: string
    }
  /** Looks the whole database over. */
  | { readonly task: 'check'; readonly dataFolder: string }

export interface BackupEnds {
  backup: { readonly ok: true; readonly value: MadeBackup } | { readonly ok: false; readonly failure: BackupFault }
  restore: { readonly ok: true } | { readonly ok: false; readonly reason: BackupRefusal | 'no_room' }
  copy: Outcome<{ readonly file: string }, { readonly message: string }>
  list: { readonly files: readonly BackupFile[] | null }
  take: Outcome<TakenFolder, SaveRefusal>
  rotate: { readonly left: readonly NotedBackup[] }
  /** What is wrong, or null. */
  check: { readonly wrong: string | null }
}

export type BackupWord =
  | { readonly word: 'step'; readonly step: BackupStep; readonly fraction: number }
  | { readonly word: 'end'; readonly end: BackupEnds[keyof BackupEnds] }

export const isBackupTask = (input: unknown): input is BackupTask =>
  typeof input === 'object' && input !== null && 'task' in input
