/** Where the way to headquarters is kept: the environment's, else what joining on screen left in the secret store. */
import { z } from 'zod'
import type { SecretStore } from '../core/delivery/secret-store.ts'
import type { Credential } from './task.ts'

const entry = 'headquarters'
/** While the office joins: a disk that takes nothing is found before the code is used up; the same password goes on after a lost answer. */
const joiningEntry = 'headquarters-joining'
const kept = z.object({ url: z.string(), ca: z.string().optional() })

export type KnownCredential =
  | { readonly kind: 'none' }
  /** Sealed by keys that are not here any more: the office joins again. */
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'known'; readonly credential: Credential }

/** Of `HQ_DATABASE_URL`; null where it says nothing. */
export function credentialFromEnvironment(env: Readonly<Record<string, string | undefined>>): Credential | null {
  const url = env.HQ_DATABASE_URL?.trim() ?? ''
  return url === '' ? null : { url }
}

export async function readCredential(secrets: SecretStore): Promise<KnownCredential> {
  const read = await secrets.read(entry)
  if (read.outcome !== 'found') return { kind: read.outcome }
  try {
    const parsed = kept.safeParse(JSON.parse(read.secret))
    return parsed.success ? { kind: 'known', credential: parsed.data } : { kind: 'unreadable' }
  } catch {
    return { kind: 'unreadable' }
  }
}

/** False where it could not be written. */
export async function keepCredential(secrets: SecretStore, credential: Credential): Promise<boolean> {
  return (await secrets.write(entry, JSON.stringify(credential))).outcome === 'done'
}

/** Rejects where the file cannot be written. */
export const forgetCredential = (secrets: SecretStore): Promise<void> => secrets.remove(entry)

/** The password that this office will have; the same one until it has joined. Null where it could not be written. */
export async function passwordToJoin(secrets: SecretStore, fresh: string): Promise<string | null> {
  const read = await secrets.read(joiningEntry)
  if (read.outcome === 'found') return read.secret
  return (await secrets.write(joiningEntry, fresh)).outcome === 'done' ? fresh : null
}

export const forgetPasswordToJoin = (secrets: SecretStore): Promise<void> => secrets.remove(joiningEntry)
