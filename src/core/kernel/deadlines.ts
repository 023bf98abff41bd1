/** Work under a deadline that can also be called off as a whole: each piece lets go of its timer and its signal when it ends. */
import type { Timers } from './timers.ts'

export interface Deadlines {
  /** Runs `work` with a signal that aborts after `ms`, or as soon as everything is called off. */
  within<Result>(ms: number, work: (signal: AbortSignal) => Promise<Result>): Promise<Result>
  /** Resolves after `ms`, or as soon as everything is called off. */
  pause(ms: number): Promise<void>
  /** Aborts all that is under way, and whatever begins after this at once. */
  callOff(): void
  calledOff(): boolean
}

export function deadlines(timers: Pick<Timers, 'after'>): Deadlines {
  // One controller a piece, not `AbortSignal.any` over one that lives as long as the host: its dependants pile up.
  const underWay = new Set<AbortController>()
  let off = false
  const deadlinesOf: Deadlines = {
    async within(ms, work) {
      const ending = new AbortController()
      const cancel = timers.after(ms, () => ending.abort())
      underWay.add(ending)
      if (off) ending.abort()
      try {
        return await work(ending.signal)
      } finally {
        cancel()
        underWay.delete(ending)
      }
    },
    pause: (ms) =>
      deadlinesOf.within(
        ms,
        (signal) =>
          new Promise((resolve) => {
            if (signal.aborted) resolve()
            else signal.addEventListener('abort', () => resolve(), { once: true })
          }),
      ),
    callOff() {
      off = true
      for (const ending of underWay) ending.abort()
    },
    calledOff: () => off,
  }
  return deadlinesOf
}
