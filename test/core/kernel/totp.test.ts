import { Secret, TOTP } from 'otpauth'
import { describe, expect, it } from 'vitest'
import { acceptTotp, base32, hotp, totpUri } from '../../../src/core/kernel/totp.ts'

const secret = Buffer.from('12345678901234567890')
const longer = (length: number) => Buffer.from('1234567890'.repeat(7).slice(0, length))

/** RFC 4226, appendix D. */
const hotpVectors = ['755224', '287082', '359152', '969429', '338314', '254676', '287922', '162583', '399871', '520489']

/** RFC 6238, appendix B, with the seeds of its errata 2866. */
const totpVectors = [
  [59, '94287082', '46119246', '90693936'],
  [1_111_111_109, '07081804', '68084774', '25091201'],
  [1_111_111_111, '14050471', '67062674', '99943326'],
  [1_234_567_890, '89005924', '91819424', '93441116'],
  [2_000_000_000, '69279037', '90698825', '38618901'],
  [20_000_000_000, '65353130', '77737706', '47863826'],
] as const

describe('codes of an authenticator app', () => {
  it.each(hotpVectors.map((code, counter) => [counter, code] as const))('RFC 4226: %i is %s', (counter, code) => {
    expect(hotp(secret, counter)).toBe(code)
  })

  it.each(totpVectors)('RFC 6238: at %i s', (seconds, sha1, sha256, sha512) => {
    const step = Math.floor(seconds / 30)
    const accept = (key: Uint8Array, code: string, hash: 'sha1' | 'sha256' | 'sha512') =>
      acceptTotp(key, code, seconds * 1000, null, { digits: 8, hash })
    expect(accept(secret, sha1, 'sha1')).toBe(step)
    expect(accept(longer(32), sha256, 'sha256')).toBe(step)
    expect(accept(longer(64), sha512, 'sha512')).toBe(step)
    expect(accept(secret, sha256, 'sha1')).toBeNull()
  })

  it('are those of another implementation that was given the same QR', () => {
    const nowMs = Date.UTC(2026, 9, 21, 9)
    const uri = totpUri(secret, 'Ward 12: desk', 'Meera Rao')
    expect(uri).toContain('otpauth://totp/Ward%2012%20%20desk:Meera%20Rao?')
    expect(new URL(uri).searchParams.get('secret')).toBe(base32(secret))
    const theirs = new TOTP({ secret: Secret.fromBase32(base32(secret)) })
    for (const atMs of [nowMs, nowMs + 29_999, nowMs + 90_000])
      expect(acceptTotp(secret, theirs.generate({ timestamp: atMs }), atMs, null)).toBe(Math.floor(atMs / 30_000))
  })

  it('pass one step early or late, not two, and never a step already used', () => {
    const nowMs = 1_000_000_000
    const now = Math.floor(nowMs / 30_000)
    for (const off of [-1, 0, 1]) expect(acceptTotp(secret, hotp(secret, now + off), nowMs, null)).toBe(now + off)
    for (const off of [-2, 2]) expect(acceptTotp(secret, hotp(secret, now + off), nowMs, null)).toBeNull()
    expect(acceptTotp(secret, hotp(secret, now), nowMs, now)).toBeNull()
    expect(acceptTotp(secret, hotp(secret, now - 1), nowMs, now)).toBeNull()
    expect(acceptTotp(secret, hotp(secret, now + 1), nowMs, now)).toBe(now + 1)
    for (const typed of ['', '12345', '1234567', 'abcdef']) expect(acceptTotp(secret, typed, nowMs, null)).toBeNull()
  })
})
