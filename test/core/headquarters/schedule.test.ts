import { describe, expect, it } from 'vitest'
import { meetingTrouble } from '../../../src/contract/headquarters.ts'
import { isTriedAgain, untilNextMs, untilNextTryMs, untilRetryMs } from '../../../src/core/headquarters/schedule.ts'
import { seededChance } from '../../support/office.ts'

const minuteMs = 60_000
const many = (draw: () => number): number[] => Array.from({ length: 2_000 }, draw)

describe('the time of the next meeting', () => {
  it.each([1, 5, 240])('is spread by a fifth to either side of %i minutes', (every) => {
    const chance = seededChance(every)
    const drawn = many(() => untilNextMs(every, chance))
    const full = every * minuteMs
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(full * 0.8)
    expect(Math.max(...drawn)).toBeLessThanOrEqual(full * 1.2)
    // Branches do not come at the same moment: the whole range is used.
    expect(Math.min(...drawn)).toBeLessThan(full * 0.81)
    expect(Math.max(...drawn)).toBeGreaterThan(full * 1.19)
  })

  it('after failures doubles up to half an hour, half of it left to chance', () => {
    const chance = seededChance(7)
    for (const failures of [1, 2, 3, 7, 8, 9, 40, 5_000]) {
      const full = Math.min(30 * minuteMs, 15_000 * 2 ** (failures - 1))
      const drawn = many(() => untilRetryMs(failures, chance))
      expect(Math.min(...drawn)).toBeGreaterThanOrEqual(full / 2)
      expect(Math.max(...drawn)).toBeLessThanOrEqual(full)
      expect(Math.max(...drawn) - Math.min(...drawn)).toBeGreaterThan(full * 0.49)
    }
  })

  it.each(['refused', 'no_tls', 'office_old'] as const)(
    'after %s comes about every half hour, however often',
    (trouble) => {
      const chance = seededChance(7)
      for (const failures of [1, 5_000]) {
        const drawn = many(() => untilNextTryMs(trouble, failures, chance))
        expect(Math.min(...drawn)).toBeGreaterThanOrEqual(24 * minuteMs)
        expect(Math.max(...drawn)).toBeLessThanOrEqual(36 * minuteMs)
      }
      expect(untilNextTryMs('unreachable', 1, chance)).toBeLessThanOrEqual(15_000)
    },
  )

  it('comes by itself only where waiting, or somebody at headquarters, may help', () => {
    expect(meetingTrouble.options.filter((trouble) => !isTriedAgain(trouble)).toSorted()).toEqual([
      'left_behind',
      'no_credential',
      'revoked',
    ])
  })
})
