/** Backups as the api sees them; a port, because files and worker threads are storage's. */
import type {
  BackupFile,
  BackupPreview,
  BackupRefusal,
  BackupSchedule,
  BackupState,
  BackupWarning,
  LostCounts,
} from '../../contract/backup.ts'

export type SaveRefusal = 'not_absolute' | 'inside' | 'missing' | 'not_writable' | 'gone' | 'no_passphrase'

export interface BackupDesk {
  state(): Promise<BackupState>
  /** `actor` is a staff id. `anew`: the folder is another one than it was, although it is called the same. */
  save(
    setup: { readonly schedule: BackupSchedule; readonly folder: string; readonly anew?: boolean },
    actor: string,
  ): Promise<{ outcome: 'done' } | { outcome: 'refused'; reason: SaveRefusal }>
  choosePassphrase(
    passphrase: string,
    actor: string,
  ): Promise<
    { outcome: 'done'; recoveryKey: string } | { outcome: 'refused'; reason: 'short' | 'weak' | 'not_written' }
  >
  start(
    actor: string,
  ): Promise<{ outcome: 'started' } | { outcome: 'refused'; reason: 'busy' | 'no_folder' | 'no_passphrase' }>
  /** Null where the folder cannot be read now. */
  list(): Promise<BackupFile[] | null>
  preview(name: string, passphrase: string): Promise<BackupPreview>
  /**
   * Once it is prepared, the host closes the office, swaps the files and opens it again. `lost`: what the person who asks
   * was told would be lost; null where nobody could count it.
   */
  restore(
    name: string,
    passphrase: string,
    lost: LostCounts | null,
    actor: string,
  ): Promise<
    | { outcome: 'restarting' | 'stopped' }
    | { outcome: 'refused'; reason: BackupRefusal | 'busy' | 'no_room' | 'more_came' }
  >
  /** Ends a restore that is being prepared, and waits until it has. */
  stopRestore(): Promise<{ stopped: boolean }>
  /**
   * `restoring`: from the moment a restore was accepted until it failed or the office is closed; whatever is kept now would
   * be lost. `damaged`: the office's database was found damaged, and nobody has shown it whole since.
   */
  warning(): BackupWarning | null
}
