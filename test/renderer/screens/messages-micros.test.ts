import { describe, expect, it } from 'vitest'
import { durationText } from '../../../src/renderer/i18n/durations.ts'
import { formatMicros, microsText, parseMicros } from '../../../src/renderer/screens/messages/micros.ts'

describe('money of providers', () => {
  it.each([
    ['0.0075', 7_500],
    ['5', 5_000_000],
    ['0.000001', 1],
    ['1,234.5', 1_234_500_000],
    ['۱٬۲۳۴٫۵', 1_234_500_000],
    ['०.१', 100_000],
    ['0.1000000', 100_000],
    // A float would make 9007199254.740991 of it and lose the last digit.
    ['9007199254.740991', 9_007_199_254_740_991],
  ])('reads %s as %i millionths', (text, micros) => {
    expect(parseMicros(text)).toEqual({ outcome: 'done', micros })
  })

  it.each([
    ['', 'empty'],
    ['-1', 'malformed'],
    ['1.2.3', 'malformed'],
    ['one', 'malformed'],
    ['0.0000001', 'too_precise'],
    ['9007199254.740992', 'too_large'],
  ])('refuses %j as %s', (text, reason) => {
    expect(parseMicros(text)).toEqual({ outcome: 'refused', reason })
  })

  it.each([0, 1, 7_500, 100_000, 1_000_000, 5_000_000, 10_000_000, 1_234_500_000, Number.MAX_SAFE_INTEGER])(
    'writes %i so that it reads back the same',
    (micros) => {
      expect(parseMicros(microsText(micros))).toEqual({ outcome: 'done', micros })
    },
  )

  it('writes no zeros that say nothing', () => {
    expect([0, 7_500, 5_000_000, 10_000_000].map(microsText)).toEqual(['0', '0.0075', '5', '10'])
  })

  it('shows fractions of a cent, and whole rials without any', () => {
    expect(formatMicros(7_500, 'USD', 'en-US')).toBe('$0.0075')
    expect(formatMicros(12_500_000, 'USD', 'en-US')).toBe('$12.50')
    expect(formatMicros(152_000_000_000, 'IRR', 'en-US')).toMatch(/^IRR\s152,000$/)
    expect(formatMicros(1_500_000, null, 'en-US')).toBe('1.5')
  })
})

describe('how long it took', () => {
  it.each([
    [3, '0.1 seconds'],
    [400, '0.4 seconds'],
    [5_000, '5.0 seconds'],
    [9_960, '10 seconds'],
    [42_400, '42 seconds'],
    [59_600, '1 minute'],
    [125_000, '2 minutes'],
    [7_200_000, '2 hours'],
  ])('says %i ms as %s', (ms, text) => {
    expect(durationText(ms, 'en-IN')).toBe(text)
  })
})
