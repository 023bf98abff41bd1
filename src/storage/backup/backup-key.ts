/**
 * The key of the office's backups. A random master key encrypts; the passphrase and the recovery key each open a slot
 * that holds it. The slots stand in every backup, so that it opens on any machine with either of the two.
 */
import { createSecretKey, hkdfSync, type KeyObject, scrypt } from 'node:crypto'
import { z } from 'zod'
import type { Chance } from '../../core/kernel/chance.ts'
import { seal, unseal } from '../../core/kernel/keys.ts'

/** 128 MiB and a third of a second for each guess. Source: OWASP Password Storage Cheat Sheet (scrypt). */
const cost = { N: 2 ** 17, r: 8, p: 1 } as const
/** What a file may ask this machine to spend before anything of it is proven. */
const mostN = 2 ** 18

/** In characters. A backup is guessed at without anyone's noticing, so this is longer than where a lock protects. */
export const shortestPassphrase = 12

const bytes = z.base64().max(512)

export const keySlots = z.object({
  keyId: z.string().regex(/^[0-9a-f]{32}$/),
  n: z
    .int()
    .min(1024)
    .max(mostN)
    .refine((n) => Number.isInteger(Math.log2(n)), { error: 'scrypt wants a power of two' }),
  salt: bytes,
  passphrase: bytes,
  /** Null where the backup was made on the command line, with a passphrase alone. */
  recovery: bytes.nullable(),
})
export type KeySlots = z.infer<typeof keySlots>

export interface BackupKey {
  readonly slots: KeySlots
  /** 32 bytes. */
  readonly master: Uint8Array
}

/** The same passphrase from any keyboard, and with any space around it. */
const normal = (typed: string): string => typed.normalize('NFKC').trim()

function stretched(passphrase: string, salt: Uint8Array, n: number): Promise<KeyObject> {
  return new Promise((resolve, reject) => {
    scrypt(normal(passphrase), salt, 32, { N: n, r: cost.r, p: cost.p, maxmem: 320 * 1024 * 1024 }, (error, key) => {
      if (error === null) resolve(createSecretKey(key))
      else reject(error)
    })
  })
}

/** Letters and digits that nobody takes for one another. Source: Crockford's Base32. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const groups = 8
const groupLength = 4

/** 160 bits, to be written on paper: `7K3M-…`, eight groups of four. */
function freshRecoveryKey(chance: Chance): string {
  const letters = [...chance.bytes(groups * groupLength)].map((byte) => alphabet[byte & 31])
  return Array.from({ length: groups }, (_, at) =>
    letters.slice(at * groupLength, (at + 1) * groupLength).join(''),
  ).join('-')
}

/** What was typed as a recovery key, in any spelling; null where it cannot be one. */
function asRecoveryKey(typed: string): string | null {
  const letters = typed.normalize('NFKC').toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1')
  return letters.length === groups * groupLength && [...letters].every((letter) => alphabet.includes(letter))
    ? letters
    : null
}

/** As strong as the key itself, so it needs no stretching. */
const recoveryKeyOf = (letters: string, salt: Uint8Array): KeyObject =>
  createSecretKey(Buffer.from(hkdfSync('sha256', letters, salt, 'counterfoil backup recovery', 32)))

const slotContext = (slot: 'passphrase' | 'recovery', keyId: string): string => `backup-key:${slot}:${keyId}`

/** A new master key under a passphrase, with a recovery key where one is wanted. */
export async function newBackupKey(
  passphrase: string,
  chance: Chance,
  /** `n`: what stretching costs, where not the usual. */
  options: { readonly recovery: boolean; readonly n?: number },
): Promise<{ readonly key: BackupKey; readonly recoveryKey: string | null }> {
  const { n = cost.N } = options
  const master = Uint8Array.from(chance.bytes(32))
  const salt = Uint8Array.from(chance.bytes(16))
  const keyId = Buffer.from(chance.bytes(16)).toString('hex')
  const text = Buffer.from(master).toString('base64')
  const sealed = (key: KeyObject, slot: 'passphrase' | 'recovery'): string =>
    seal(key, chance, slotContext(slot, keyId), text).toString('base64')
  const recoveryKey = options.recovery ? freshRecoveryKey(chance) : null
  const slots: KeySlots = {
    keyId,
    n,
    salt: Buffer.from(salt).toString('base64'),
    passphrase: sealed(await stretched(passphrase, salt, n), 'passphrase'),
    recovery: recoveryKey === null ? null : sealed(recoveryKeyOf(recoveryKey.replaceAll('-', ''), salt), 'recovery'),
  }
  return { key: { slots, master }, recoveryKey }
}

/** The master key, or null where what was typed is neither the passphrase nor the recovery key. */
export async function unlock(slots: KeySlots, typed: string): Promise<Uint8Array | null> {
  const salt = Buffer.from(slots.salt, 'base64')
  const open = (key: KeyObject, slot: 'passphrase' | 'recovery', sealed: string): Uint8Array | null => {
    const text = unseal(key, slotContext(slot, slots.keyId), Buffer.from(sealed, 'base64'))
    return text === null ? null : Uint8Array.from(Buffer.from(text, 'base64'))
  }
  const letters = asRecoveryKey(typed)
  if (letters !== null && slots.recovery !== null) {
    const opened = open(recoveryKeyOf(letters, salt), 'recovery', slots.recovery)
    if (opened !== null) return opened
  }
  return open(await stretched(typed, salt, slots.n), 'passphrase', slots.passphrase)
}
