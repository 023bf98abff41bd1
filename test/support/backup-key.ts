/** A backup key for tests that are not about passphrases: a known one, stretched little, and made once a process. */
import { type BackupKey, newBackupKey } from '../../src/storage/backup/backup-key.ts'
import { seededChance } from './office.ts'

export const passphrase = 'lantern orchard copper tide'
let made: Promise<{ key: BackupKey; recoveryKey: string }> | null = null

export function testBackupKey(): Promise<{ key: BackupKey; recoveryKey: string }> {
  made ??= newBackupKey(passphrase, seededChance(77), { recovery: true, n: 4_096 }).then(({ key, recoveryKey }) => {
    if (recoveryKey === null) throw new Error('no recovery key')
    return { key, recoveryKey }
  })
  return made
}
