/** Keys that live outside the database: one that proves codes, one that seals what the outbox must carry. */
import { createCipheriv, createDecipheriv, createHmac, type KeyObject, timingSafeEqual } from 'node:crypto'
import type { Chance } from './chance.ts'

export interface OfficeKeys {
  /** 32 bytes: HMAC of one-time codes. */
  readonly code: KeyObject
  /** 32 bytes: AES-256-GCM of outbox secrets. */
  readonly outbox: KeyObject
}

/** HMAC-SHA-256 over the parts, length-prefixed so that no two lists of parts read alike. */
export function hmacOf(key: KeyObject, parts: readonly string[]): Buffer {
  const mac = createHmac('sha256', key)
  for (const part of parts) mac.update(`${part.length}:${part}|`)
  return mac.digest()
}

/** Compares without telling by time where the difference is. */
export function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && timingSafeEqual(left, right)
}

/** AES-256-GCM, bound to `context` (the message's id) so that a sealed text cannot be moved to another row. */
export function seal(key: KeyObject, chance: Chance, context: string, text: string): Buffer {
  const nonce = chance.bytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context))
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed])
}

/** The sealed text, or null where the key is another one (a database restored elsewhere) or the bytes were changed. */
export function unseal(key: KeyObject, context: string, sealed: Uint8Array): string | null {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12)).setAAD(Buffer.from(context))
    decipher.setAuthTag(sealed.subarray(12, 28))
    return decipher.update(sealed.subarray(28), undefined, 'utf8') + decipher.final('utf8')
  } catch {
    // A wrong key or changed bytes are the one expected failure here, and null says so.
    return null
  }
}
