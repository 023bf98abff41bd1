/**
 * When nobody has touched the kiosk for a while: first a warning, then the end. Pure: the clock is a parameter and
 * `tick` is called from outside. INVARIANTS 18: it warns first, can be extended, and never fires inside a payment.
 */
import type { NowMs } from '../../client/clock.ts'

export type IdlePhase =
  | { readonly kind: 'watching' }
  | { readonly kind: 'warning'; readonly secondsLeft: number }
  | { readonly kind: 'expired' }

export interface IdleTimer {
  /** Someone touched the screen or pressed a key. During the warning only `extend` counts: it is an answer. */
  readonly activity: () => void
  /** "Yes, I am still here." */
  readonly extend: () => void
  /** Stands still until the returned function is called: a request for money is under way. */
  readonly hold: () => () => void
  readonly tick: () => IdlePhase
}

interface IdleLimits {
  /** A clock that doesn't jump. */
  readonly nowMs: NowMs
  readonly idleMs: number
  readonly warningMs: number
}

export function createIdleTimer({ nowMs, idleMs, warningMs }: IdleLimits): IdleTimer {
  let touchedAtMs = nowMs()
  let warnedAtMs: number | null = null
  let holds = 0

  const restart = () => {
    touchedAtMs = nowMs()
    warnedAtMs = null
  }

  return {
    activity: () => {
      if (warnedAtMs === null) touchedAtMs = nowMs()
    },
    extend: restart,
    hold: () => {
      holds += 1
      let held = true
      return () => {
        if (!held) return
        held = false
        holds -= 1
        restart()
      }
    },
    tick: () => {
      const now = nowMs()
      if (holds > 0) {
        restart()
        return { kind: 'watching' }
      }
      if (warnedAtMs === null && now - touchedAtMs < idleMs) return { kind: 'watching' }
      warnedAtMs ??= now
      const leftMs = warningMs - (now - warnedAtMs)
      return leftMs > 0 ? { kind: 'warning', secondsLeft: Math.ceil(leftMs / 1000) } : { kind: 'expired' }
    },
  }
}
