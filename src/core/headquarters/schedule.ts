/** When the next meeting is. Pure but for chance, which is given: branches that were cut off together do not come back together. */
import type { MeetingTrouble } from '../../contract/headquarters.ts'
import { type Chance, randomBelow } from '../kernel/chance.ts'

const minuteMs = 60_000
export const usualEveryMinutes = 5
/** Of the time between two meetings, to either side. */
const spread = 0.2
const firstRetryMs = 15_000
const longestRetryMs = 30 * minuteMs
const seldomMs = 30 * minuteMs
/** After the start of the host: the first screen is up by then. */
const firstFromMs = 5_000
const firstWithinMs = 15_000
/** After the network came back. */
const backWithinMs = 3_000

/** A whole number of milliseconds from `from` to `to`. */
const between = (chance: Chance, from: number, to: number): number =>
  Math.round(from) + randomBelow(chance, Math.max(1, Math.round(to - from) + 1))

export const untilFirstMs = (chance: Chance): number => between(chance, firstFromMs, firstFromMs + firstWithinMs)

export const untilNextMs = (everyMinutes: number, chance: Chance): number =>
  between(chance, everyMinutes * minuteMs * (1 - spread), everyMinutes * minuteMs * (1 + spread))

/** The pause after `failures` failures in a row, from 1: doubling, half of it left to chance, 30 minutes at most. */
export function untilRetryMs(failures: number, chance: Chance): number {
  const fullMs = Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(failures - 1, 10))
  return between(chance, fullMs / 2, fullMs)
}

/** The pause after a failure that somebody at headquarters ends, sooner or later; longer where it does not pass of itself. */
export const untilNextTryMs = (trouble: MeetingTrouble, failures: number, chance: Chance): number =>
  triedSeldom.has(trouble)
    ? between(chance, seldomMs * (1 - spread), seldomMs * (1 + spread))
    : untilRetryMs(failures, chance)

export const untilBackMs = (chance: Chance): number => between(chance, 0, backWithinMs)

/** These pass by themselves, or by somebody at headquarters, who renews a certificate: trying again seldom does no harm. The others wait for a person here. */
const triedAgain: ReadonlySet<MeetingTrouble> = new Set([
  'unreachable',
  'certificate',
  'headquarters_full',
  'headquarters_old',
  'no_schema',
  'rights',
  'office_storage',
  'bug',
])

/** A wrong setting at headquarters looks like these, and so does what only a person here can mend. */
const triedSeldom: ReadonlySet<MeetingTrouble> = new Set(['refused', 'no_tls', 'office_old'])

export const isTriedAgain = (trouble: MeetingTrouble): boolean => triedAgain.has(trouble) || triedSeldom.has(trouble)
