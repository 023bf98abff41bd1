/** Time as a parameter. Everything in core takes a `Clock`; only hosts make a real one. */
export interface Clock {
  /** Epoch milliseconds of the office clock; never goes backwards. */
  now(): number
}

/** The two sources a real clock is made from, injectable so that jumps can be tested. */
export interface TimeSources {
  /** The machine's wall clock, epoch milliseconds. May be set back, forward, or leap. */
  wallMs(): number
  /** A counter that only goes forward, milliseconds from any origin. */
  monotonicMs(): number
}

export interface ClockJump {
  readonly direction: 'back' | 'forward'
  readonly byMs: number
}

/** Differences between wall clock and counter up to this are drift, not jumps. */
const toleratedDriftMs = 2_000

/**
 * A clock that follows the wall clock forward but never back: when the wall clock is set back, time goes on at the
 * counter's pace, so that no dead code revives and no live one is cut short. It falls in with the wall clock again
 * once that has caught up. `floorMs` is the latest moment already on record, which a restart must not fall behind.
 * `onJump` hears of every jump, for the audit trail.
 */
export function officeClock(sources: TimeSources, floorMs: number, onJump: (jump: ClockJump) => void): Clock {
  let lastWallMs = sources.wallMs()
  let lastMonotonicMs = sources.monotonicMs()
  let nowMs = Math.max(lastWallMs, floorMs)
  if (floorMs - lastWallMs > toleratedDriftMs) onJump({ direction: 'back', byMs: floorMs - lastWallMs })

  return {
    now() {
      const wallMs = sources.wallMs()
      const monotonicMs = sources.monotonicMs()
      const elapsedMs = Math.max(0, monotonicMs - lastMonotonicMs)
      const driftMs = wallMs - lastWallMs - elapsedMs
      lastWallMs = wallMs
      lastMonotonicMs = monotonicMs
      nowMs = Math.max(wallMs, nowMs + Math.floor(elapsedMs))
      if (driftMs < -toleratedDriftMs) onJump({ direction: 'back', byMs: Math.round(-driftMs) })
      else if (driftMs > toleratedDriftMs) onJump({ direction: 'forward', byMs: Math.round(driftMs) })
      return nowMs
    },
  }
}
