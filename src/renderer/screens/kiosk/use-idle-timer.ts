import { createContext, useContext, useEffect, useRef, useState } from 'react'
import { monotonicMs } from '../../client/clock.ts'
import { createIdleTimer, type IdlePhase, type IdleTimer } from './idle-timer.ts'

const tickMs = 250

interface IdleOptions {
  readonly idleSeconds: number
  readonly warningSeconds: number
  readonly onExpired: () => void
}

const samePhase = (one: IdlePhase, other: IdlePhase): boolean =>
  one.kind === other.kind &&
  (one.kind !== 'warning' || other.kind !== 'warning' || one.secondsLeft === other.secondsLeft)

/** Watches touches and keys on the whole page while mounted. */
export function useIdleTimer({ idleSeconds, warningSeconds, onExpired }: IdleOptions) {
  const [timer] = useState(() =>
    createIdleTimer({ nowMs: monotonicMs, idleMs: idleSeconds * 1000, warningMs: warningSeconds * 1000 }),
  )
  const [phase, setPhase] = useState<IdlePhase>({ kind: 'watching' })
  const expired = useRef(onExpired)
  expired.current = onExpired

  useEffect(() => {
    const events = ['pointerdown', 'keydown', 'wheel', 'touchmove'] as const
    for (const event of events) window.addEventListener(event, timer.activity, { passive: true, capture: true })
    const ticking = setInterval(() => {
      const next = timer.tick()
      setPhase((last) => (samePhase(last, next) ? last : next))
      if (next.kind !== 'expired') return
      clearInterval(ticking)
      expired.current()
    }, tickMs)
    return () => {
      clearInterval(ticking)
      for (const event of events) window.removeEventListener(event, timer.activity, { capture: true })
    }
  }, [timer])

  const extend = () => {
    timer.extend()
    setPhase({ kind: 'watching' })
  }
  return { timer, phase, extend }
}

export const IdleContext = createContext<IdleTimer | null>(null)

/** Keeps the idle timer still while `active`: a payment is under way and must not be cut off. */
export function useHoldIdle(active: boolean): void {
  const timer = useContext(IdleContext)
  useEffect(() => {
    if (!active || timer === null) return
    return timer.hold()
  }, [active, timer])
}
