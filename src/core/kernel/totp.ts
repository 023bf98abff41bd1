/** Codes of an authenticator app: HOTP (RFC 4226) over time (RFC 6238). A step that was accepted is never accepted again. */
import { createHmac } from 'node:crypto'
import { sameBytes } from './keys.ts'

type TotpHash = 'sha1' | 'sha256' | 'sha512'

const stepMs = 30_000
const totpDigits = 6
/** Steps before and after the present one that still count: clocks drift, people type slowly. Source: RFC 6238 §5.2. */
const drift = 1
/** As long as the hash. Source: RFC 4226 §4 R6. */
export const totpSecretBytes = 20

/** The code of one counter. Source: RFC 4226 §5.3. */
export function hotp(secret: Uint8Array, counter: number, digits = totpDigits, hash: TotpHash = 'sha1'): string {
  const moving = Buffer.alloc(8)
  moving.writeBigUInt64BE(BigInt(counter))
  const mac = createHmac(hash, secret).update(moving).digest()
  const offset = (mac.at(-1) ?? 0) & 0x0f
  const number = mac.readUInt32BE(offset) & 0x7fff_ffff
  return String(number % 10 ** digits).padStart(digits, '0')
}

/** The 30-second step a moment falls in. */
export const totpStep = (atMs: number): number => Math.floor(atMs / stepMs)

/**
 * The step whose code was typed, within one of now and after `lastStep`; null where there is none. The caller keeps it as
 * the new `lastStep` in the same transaction: so a code passes once. Every step is computed, whichever was right.
 */
export function acceptTotp(
  secret: Uint8Array,
  typed: string,
  nowMs: number,
  lastStep: number | null,
  options: { readonly digits: number; readonly hash: TotpHash } = { digits: totpDigits, hash: 'sha1' },
): number | null {
  const now = totpStep(nowMs)
  const given = Buffer.from(typed)
  let accepted: number | null = null
  for (let step = Math.max(0, now - drift); step <= now + drift; step += 1) {
    const right = sameBytes(Buffer.from(hotp(secret, step, options.digits, options.hash)), given)
    if (right && (lastStep === null || step > lastStep)) accepted = step
  }
  return accepted
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** Base32 without padding, as authenticator apps take it. Source: RFC 4648 §6. */
export function base32(bytes: Uint8Array): string {
  let text = ''
  let bits = 0
  let value = 0
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xfff
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += alphabet.charAt((value >>> bits) & 31)
    }
  }
  return bits > 0 ? text + alphabet.charAt((value << (5 - bits)) & 31) : text
}

/** What the QR says. Source: Google Authenticator's Key Uri Format. */
export function totpUri(secret: Uint8Array, issuer: string, account: string): string {
  // A colon parts issuer and account, also where it is escaped.
  const plain = (text: string): string => encodeURIComponent(text.replaceAll(':', ' ').trim())
  const query = `secret=${base32(secret)}&issuer=${plain(issuer)}&algorithm=SHA1&digits=${totpDigits}&period=30`
  return `otpauth://totp/${plain(issuer)}:${plain(account)}?${query}`
}
