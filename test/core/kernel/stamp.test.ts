import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isStamp, makeStamp, type Stamp, stampAfter, stampMs, stampNode } from '../../../src/core/kernel/stamp.ts'

const stamps = fc
  .tuple(fc.integer({ min: 0, max: 2 ** 44 }), fc.integer({ min: 0, max: 0xffff }), fc.constantFrom('a', 'b', 'hq'))
  .map(([ms, counter, node]) => makeStamp(ms, counter, node))

describe('a stamp', () => {
  it('sorts as text by time, then by counter', () => {
    fc.assert(
      fc.property(stamps, stamps, (one, other) => {
        if (stampMs(one) !== stampMs(other)) expect(one < other).toBe(stampMs(one) < stampMs(other))
      }),
    )
    expect(makeStamp(5, 2, 'a') < makeStamp(5, 10, 'a')).toBe(true)
  })

  it('is later than every stamp that was seen and never before now, whatever was seen', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 44 }), fc.array(stamps), (nowMs, seen) => {
        const after = stampAfter(nowMs, seen, 'me')
        expect(isStamp(after)).toBe(true)
        expect(stampMs(after)).toBeGreaterThanOrEqual(nowMs)
        for (const each of seen) expect(after > each).toBe(true)
        expect(stampNode(after)).toBe('me')
      }),
    )
  })

  it('carries a full counter into the next millisecond', () => {
    expect(stampAfter(0, [makeStamp(7, 0xffff, 'a')], 'b')).toBe(makeStamp(8, 0, 'b'))
  })

  it('is told from anything else', () => {
    for (const no of ['', 'x', '0198c0d200000000', '0198C0D200000000-a', `${makeStamp(1, 1, 'a')} `, 7, null])
      expect(isStamp(no)).toBe(false)
    const none: Stamp = ''
    expect([stampMs(none), stampNode(none)]).toEqual([0, ''])
  })
})
