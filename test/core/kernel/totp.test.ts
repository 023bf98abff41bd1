import { describe, expect, it } from 'vitest'
import { acceptedStep, base32, newTotpSecret, otpauthUri, stepAt, totpAt } from '../../../src/core/kernel/totp.ts'
import { seededChance } from '../../support/office.ts'

const ascii = Buffer.from('12345678901234567890')

describe('the codes of an authenticator app', () => {
  it.each(
    ['755224', '287082', '359152', '969429', '338314', '254676', '287922', '162583', '399871', '520489'].map(
      (code, counter) => [counter, code] as const,
    ),
  )('RFC 4226 appendix D, counter %i: %s', (counter, code) => {
    expect(totpAt(ascii, counter)).toBe(code)
  })

  it.each([
    [59, '94287082'],
    [1111111109, '07081804'],
    [1111111111, '14050471'],
    [1234567890, '89005924'],
    [2000000000, '69279037'],
    [20000000000, '65353130'],
  ] as const)('RFC 6238 appendix B, at %i s: %s', (seconds, code) => {
    expect(totpAt(ascii, stepAt(seconds * 1000), 8)).toBe(code)
  })

  it('are taken one step early and late, and no further', () => {
    const nowMs = 1_700_000_000_000
    const step = stepAt(nowMs)
    for (const drift of [-1, 0, 1])
      expect(acceptedStep(ascii, totpAt(ascii, step + drift), nowMs, 0)).toBe(step + drift)
    for (const drift of [-2, 2]) expect(acceptedStep(ascii, totpAt(ascii, step + drift), nowMs, 0)).toBeNull()
  })

  it('are taken once: a step that was taken, and all before it, are over', () => {
    const nowMs = 1_700_000_000_000
    const step = stepAt(nowMs)
    expect(acceptedStep(ascii, totpAt(ascii, step), nowMs, step)).toBeNull()
    expect(acceptedStep(ascii, totpAt(ascii, step - 1), nowMs, step)).toBeNull()
    expect(acceptedStep(ascii, totpAt(ascii, step + 1), nowMs, step)).toBe(step + 1)
  })

  it.each([
    ['', ''],
    ['f', 'MY'],
    ['fo', 'MZXQ'],
    ['foo', 'MZXW6'],
    ['foob', 'MZXW6YQ'],
    ['fooba', 'MZXW6YTB'],
    ['foobar', 'MZXW6YTBOI'],
  ])('RFC 4648 §10, base32 of "%s": %s', (text, encoded) => {
    expect(base32(Buffer.from(text))).toBe(encoded)
  })

  it('have a secret of 160 bits, and a URI whose names are escaped', () => {
    expect(newTotpSecret(seededChance())).toHaveLength(20)
    expect(otpauthUri({ issuer: 'Ward 12: desk', account: 'N-1-0001', secret: ascii })).toBe(
      'otpauth://totp/Ward%2012%3A%20desk:N-1-0001?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Ward%2012%3A%20desk&algorithm=SHA1&digits=6&period=30',
    )
  })
})
