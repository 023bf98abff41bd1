/** Timers on the office's own hand time: they ring when the test lets time pass, deadlines included. */
import type { Timers } from '../../src/core/kernel/timers.ts'
import type { HandTime } from './office.ts'

export interface OfficeTimers extends Timers {
  /** Lets time pass, and rings what is due on the way, in order. */
  pass(ms: number): void
  /** Milliseconds passed so far. */
  passedMs(): number
}

export function officeTimers(time: HandTime): OfficeTimers {
  const waiting = new Set<{ readonly atMs: number; readonly run: () => void }>()
  let passed = 0
  const timers: OfficeTimers = {
    after(ms, run) {
      const timer = { atMs: time.monotonicMs() + ms, run }
      waiting.add(timer)
      return () => waiting.delete(timer)
    },
    deadline(ms) {
      const ending = new AbortController()
      timers.after(ms, () => ending.abort(new DOMException('the time is up', 'TimeoutError')))
      return ending.signal
    },
    pass(ms) {
      time.pass(ms)
      passed += ms
      for (const timer of [...waiting].sort((left, right) => left.atMs - right.atMs)) {
        if (timer.atMs <= time.monotonicMs() && waiting.delete(timer)) timer.run()
      }
    },
    passedMs: () => passed,
  }
  return timers
}

/** Lets what the sockets have to say be heard: a few turns of the real event loop. */
export async function heard(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setTimeout(resolve, 2))
}

/** Passes time in steps until `settled`, giving the sockets their turns; throws once `limitMs` of it have passed. */
export async function passUntil(
  timers: OfficeTimers,
  settled: () => boolean,
  limitMs: number,
  stepMs = 100,
): Promise<number> {
  const fromMs = timers.passedMs()
  while (!settled()) {
    if (timers.passedMs() - fromMs > limitMs) throw new Error(`not settled within ${limitMs} ms`)
    await heard()
    if (!settled()) timers.pass(stepMs)
  }
  return timers.passedMs() - fromMs
}
