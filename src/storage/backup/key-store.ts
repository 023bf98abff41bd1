/** Where the key of the scheduled backups is kept: sealed by the office's keys, with its slots, so that the two never part. */
import { z } from 'zod'
import type { SecretStore } from '../../core/delivery/secret-store.ts'
import { type BackupKey, keySlots } from './backup-key.ts'

const entry = 'backup'
const kept = z.object({ slots: keySlots, master: z.base64().length(44) })

export type KeptKey =
  | { readonly kind: 'none' }
  /** Sealed by keys that are not here any more: the passphrase is chosen anew. */
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'set'; readonly key: BackupKey }

export async function readBackupKey(secrets: SecretStore): Promise<KeptKey> {
  const read = await secrets.read(entry)
  if (read.outcome !== 'found') return { kind: read.outcome === 'none' ? 'none' : 'unreadable' }
  const parsed = kept.safeParse(JSON.parse(read.secret))
  if (!parsed.success) return { kind: 'unreadable' }
  const { slots, master } = parsed.data
  return { kind: 'set', key: { slots, master: Uint8Array.from(Buffer.from(master, 'base64')) } }
}

/** False where it could not be written. */
export async function keepBackupKey(secrets: SecretStore, key: BackupKey): Promise<boolean> {
  const master = Buffer.from(key.master).toString('base64')
  const written = await secrets.write(entry, JSON.stringify({ slots: key.slots, master }))
  return written.outcome === 'done'
}
