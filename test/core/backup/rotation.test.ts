import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { outOfRotation, type RotatedBackup } from '../../../src/core/backup/rotation.ts'
import { nextBackupAtMs, retryAfterMs } from '../../../src/core/backup/schedule.ts'
import { dayOf } from '../../../src/core/kernel/calendar.ts'

const hourMs = 3_600_000
const startMs = Date.UTC(2026, 0, 1)
const dayText = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10)

const backups = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 24 * 500 }), fc.boolean()), {
    selector: ([hour]) => hour,
    maxLength: 120,
  })
  .map((made) =>
    made.map(([hour, good]): RotatedBackup => {
      const madeAtMs = startMs + hour * hourMs
      return { name: `b-${hour}`, madeAtMs, day: dayText(madeAtMs), good }
    }),
  )

const left = (all: readonly RotatedBackup[]): RotatedBackup[] => {
  const gone = new Set(outOfRotation(all))
  return all.filter(({ name }) => !gone.has(name))
}
const newest = (all: readonly RotatedBackup[]): RotatedBackup | undefined =>
  [...all].sort((one, other) => other.madeAtMs - one.madeAtMs)[0]

describe('the rotation', () => {
  it('never lets the newest good one go, nor any that is not known to be good', () => {
    fc.assert(
      fc.property(backups, (all) => {
        const kept = left(all)
        const good = newest(all.filter((each) => each.good))
        if (good !== undefined) expect(kept).toContain(good)
        expect(kept.filter((each) => !each.good)).toEqual(all.filter((each) => !each.good))
      }),
    )
  })

  it('keeps the newest of each of the last 7 days, 4 weeks and 6 months, and no more', () => {
    fc.assert(
      fc.property(backups, (all) => {
        const good = all.filter((each) => each.good)
        const kept = left(good)
        expect(kept.length).toBeLessThanOrEqual(17)
        const days = [...new Set(good.map(({ day }) => day))].sort().slice(-7)
        const months = [...new Set(good.map(({ day }) => day.slice(0, 7)))].sort().slice(-6)
        for (const day of days) expect(kept).toContain(newest(good.filter((each) => each.day === day)))
        for (const month of months) expect(kept).toContain(newest(good.filter((each) => each.day.startsWith(month))))
      }),
    )
  })

  it('is done when it was done once, and day by day holds half a year', () => {
    let held: RotatedBackup[] = []
    for (let day = 0; day < 400; day += 1) {
      const madeAtMs = startMs + day * 24 * hourMs
      held = left([...held, { name: `d-${day}`, madeAtMs, day: dayText(madeAtMs), good: true }])
      expect(outOfRotation(held)).toEqual([])
    }
    expect(held.length).toBeGreaterThanOrEqual(13)
    const spanDays = ((newest(held)?.madeAtMs ?? 0) - Math.min(...held.map(({ madeAtMs }) => madeAtMs))) / (24 * hourMs)
    expect(spanDays).toBeGreaterThan(120)
  })
})

describe('the schedule', () => {
  const dayAt = dayOf('Asia/Kolkata')
  const at = (text: string): number => Date.parse(`${text}+05:30`)

  it('is due at its hour of the office’s own clock, once a day, and at once where the counter was off then', () => {
    const daily = { kind: 'daily', hour: 20 } as const
    const next = (last: string | null, now: string) =>
      nextBackupAtMs(daily, last === null ? null : at(last), at(now), dayAt)
    expect(next(null, '2026-10-21T09:00:00')).toBe(at('2026-10-21T09:00:00'))
    expect(next('2026-10-21T09:00:00', '2026-10-21T10:00:00')).toBe(at('2026-10-21T20:00:00'))
    expect(next('2026-10-21T20:00:05', '2026-10-21T21:00:00')).toBe(at('2026-10-22T20:00:00'))
    expect(next('2026-10-19T20:00:05', '2026-10-21T09:00:00')).toBe(at('2026-10-20T20:00:00'))
  })

  it('counts hours from the last good one, and never runs where it is off', () => {
    expect(nextBackupAtMs({ kind: 'hours', every: 6 }, 1_000, 2_000, dayAt)).toBe(1_000 + 6 * hourMs)
    expect(nextBackupAtMs({ kind: 'off' }, null, 2_000, dayAt)).toBeNull()
  })

  it('tries again after 5 minutes, doubling to an hour', () => {
    expect([1, 2, 3, 4, 5, 60].map((failures) => retryAfterMs(failures) / 60_000)).toEqual([5, 10, 20, 40, 60, 60])
  })
})
