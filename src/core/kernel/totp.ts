/** Codes of an authenticator app: RFC 6238 (TOTP) over RFC 4226 (HOTP), with SHA-1 and 30 s steps, which every app speaks. */
import { createHmac } from 'node:crypto'
import type { Chance } from './chance.ts'
import { sameBytes } from './keys.ts'

const stepMs = 30_000
const totpDigits = 6
/** Clocks of phones drift: the step before and the one after are taken too. Source: RFC 6238 §5.2. */
const driftSteps = 1
/** 160 bits, as long as the hash. Source: RFC 4226 §4, R6. */
const secretBytes = 20

/** The step that `atMs` (epoch milliseconds) lies in. */
export const stepAt = (atMs: number): number => Math.floor(atMs / stepMs)

/** The code of one step. Source: RFC 4226 §5.3. */
export function totpAt(secret: Uint8Array, step: number, digits = totpDigits): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', secret).update(counter).digest()
  const offset = (mac.at(-1) ?? 0) & 0x0f
  const number = mac.readUInt32BE(offset) & 0x7fff_ffff
  return String(number % 10 ** digits).padStart(digits, '0')
}

/**
 * The step whose code this is, or null. A step up to `lastStep` was taken before and is not taken again (RFC 6238 §5.2);
 * keep the answer as the new `lastStep` in the same transaction.
 */
export function acceptedStep(secret: Uint8Array, code: string, nowMs: number, lastStep: number): number | null {
  const now = stepAt(nowMs)
  let accepted: number | null = null
  for (let step = now - driftSteps; step <= now + driftSteps; step += 1) {
    // Every step is looked at, so that the time taken does not tell which one it was.
    if (sameBytes(Buffer.from(totpAt(secret, step)), Buffer.from(code)) && step > lastStep) accepted ??= step
  }
  return accepted
}

export const newTotpSecret = (chance: Chance): Uint8Array => chance.bytes(secretBytes)

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** Base32 without padding, as authenticator apps take a key that is typed. Source: RFC 4648 §6. */
export function base32(bytes: Uint8Array): string {
  let text = ''
  let held = 0
  let bits = 0
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xfff
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += alphabet.charAt((held >> bits) & 31)
    }
  }
  return bits === 0 ? text : text + alphabet.charAt((held << (5 - bits)) & 31)
}

/** What the QR carries. Source: Google Authenticator's key URI format. */
export function otpauthUri(of: {
  readonly issuer: string
  readonly account: string
  readonly secret: Uint8Array
}): string {
  const label = `${encodeURIComponent(of.issuer)}:${encodeURIComponent(of.account)}`
  const issuer = encodeURIComponent(of.issuer)
  return `otpauth://totp/${label}?secret=${base32(of.secret)}&issuer=${issuer}&algorithm=SHA1&digits=${totpDigits}&period=${stepMs / 1000}`
}
