/** The port behind which the providers' passwords, tokens and keys are kept: never in the database, a log, a backup or an export. */

export type SecretRead =
  | { readonly outcome: 'found'; readonly secret: string }
  | { readonly outcome: 'none' }
  /** Stored by another host or user of this machine, or damaged: to be entered again. */
  | { readonly outcome: 'unreadable' }

export type SecretWritten =
  | { readonly outcome: 'done' }
  | { readonly outcome: 'refused'; readonly reason: 'unavailable' | 'not_written' }

export interface SecretStore {
  readonly where: 'keychain' | 'key_file'
  /** False where nothing safe is there (Linux without a keyring). */
  available(): Promise<boolean>
  /** `name` is the provider's id. */
  read(name: string): Promise<SecretRead>
  write(name: string, secret: string): Promise<SecretWritten>
  /** Rejects where the file cannot be written, so that nobody believes a secret gone that is still there. */
  remove(name: string): Promise<void>
}
