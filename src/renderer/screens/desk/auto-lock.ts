/** When a desk nobody touches locks itself. Pure: the clock is a parameter. The office holds to the same time by itself. */
import type { NowMs } from '../../client/clock.ts'

/** The office is told of activity at most this often. */
const tellEveryMs = 20_000

export interface AutoLock {
  /** Someone touched the screen; true where the office should hear of it. */
  activity(): boolean
  /** Someone touched another window of this terminal. */
  elsewhere(): void
  due(): boolean
}

export function createAutoLock(nowMs: NowMs, idleMs: number): AutoLock {
  let touchedAtMs = nowMs()
  let toldAtMs = touchedAtMs
  return {
    activity: () => {
      touchedAtMs = nowMs()
      if (touchedAtMs - toldAtMs < Math.min(tellEveryMs, idleMs / 4)) return false
      toldAtMs = touchedAtMs
      return true
    },
    elsewhere: () => {
      touchedAtMs = nowMs()
    },
    due: () => nowMs() - touchedAtMs >= idleMs,
  }
}
