/** Timers that ring when the test says how much time has passed. */
import type { Timers } from '../../src/core/kernel/timers.ts'

export interface HandTimers extends Timers {
  pass(ms: number): void
  /** How many have not rung. */
  waiting(): number
}

export function handTimers(): HandTimers {
  let nowMs = 0
  const waiting = new Set<{ readonly atMs: number; readonly run: () => void }>()
  return {
    after(ms, run) {
      const timer = { atMs: nowMs + ms, run }
      waiting.add(timer)
      return () => waiting.delete(timer)
    },
    waiting: () => waiting.size,
    deadline: () => new AbortController().signal,
    pass(ms) {
      nowMs += ms
      for (const timer of [...waiting].sort((a, b) => a.atMs - b.atMs)) {
        if (timer.atMs > nowMs || !waiting.delete(timer)) continue
        timer.run()
      }
    },
  }
}
