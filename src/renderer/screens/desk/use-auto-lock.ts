import { useEffect } from 'react'
import type { Client } from '../../client/client.ts'
import { monotonicMs } from '../../client/clock.ts'
import { useSession } from '../../office-context.tsx'
import { createAutoLock } from './auto-lock.ts'

const lookEveryMs = 1000

/** Signs the desk out once nobody touched it for the office's time; visits stay open for who comes back. */
export function useAutoLock(client: Client): void {
  const { session, refresh } = useSession()
  const idleMs = session.autoLockMinutes * 60_000
  useEffect(() => {
    const lock = createAutoLock(monotonicMs, idleMs)
    // Where the office does not hear of it, it locks by itself; the next call then shows the sign-in screen.
    const active = () => lock.activity() && client.session.touch().catch(() => undefined)
    const events = ['pointerdown', 'keydown', 'wheel', 'touchmove'] as const
    for (const event of events) window.addEventListener(event, active, { passive: true, capture: true })
    const looking = setInterval(() => {
      if (!lock.due()) return
      clearInterval(looking)
      void client.session
        .signOut()
        .catch(() => undefined)
        .then(refresh)
    }, lookEveryMs)
    return () => {
      clearInterval(looking)
      for (const event of events) window.removeEventListener(event, active, { capture: true })
    }
  }, [client, idleMs, refresh])
}
