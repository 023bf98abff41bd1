import { useEffect } from 'react'
import { useClient } from '../../client/client-context.tsx'
import { monotonicMs } from '../../client/clock.ts'

/** The host hears of a person's activity at most this often. */
const touchEveryMs = 20_000

/** Keeps the visit open while the person is active; `always` also while they only watch: a payment is on its way. */
export function useVisitTouch(visitId: string, always: boolean): void {
  const client = useClient()
  useEffect(() => {
    let touchedAtMs = monotonicMs()
    const touch = () => {
      if (monotonicMs() - touchedAtMs < touchEveryMs) return
      touchedAtMs = monotonicMs()
      // A closed visit is heard of through `onVisitClosed`; any other failure is for the next real call to show.
      void client.visits.touch({ visitId }).catch(() => undefined)
    }
    window.addEventListener('pointerdown', touch, { passive: true })
    window.addEventListener('keydown', touch)
    const timer = always ? setInterval(touch, touchEveryMs) : undefined
    return () => {
      window.removeEventListener('pointerdown', touch)
      window.removeEventListener('keydown', touch)
      clearInterval(timer)
    }
  }, [client, visitId, always])
}
