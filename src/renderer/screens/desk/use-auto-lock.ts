import { useEffect } from 'react'
import type { Client } from '../../client/client.ts'
import { monotonicMs } from '../../client/clock.ts'
import { shareActivity } from '../../client/shared-activity.ts'
import { useSession } from '../../office-context.tsx'
import { createAutoLock } from './auto-lock.ts'

const lookEveryMs = 1000

/** Locks the desk once nobody touched it, in any window, for the office's time; visits stay open for who comes back. */
export function useAutoLock(client: Client): void {
  const { session, lock: lockDesk } = useSession()
  const idleMs = session.autoLockMinutes * 60_000
  useEffect(() => {
    const lock = createAutoLock(monotonicMs, idleMs)
    const shared = shareActivity(monotonicMs, lock.elsewhere)
    const active = () => {
      shared.tell()
      // Where the office does not hear of it, it locks by itself; the next call then shows the sign-in screen.
      if (lock.activity()) client.session.touch().catch(() => undefined)
    }
    const events = ['pointerdown', 'keydown', 'wheel', 'touchmove'] as const
    for (const event of events) window.addEventListener(event, active, { passive: true, capture: true })
    const looking = setInterval(() => lock.due() && void lockDesk(), lookEveryMs)
    return () => {
      clearInterval(looking)
      shared.close()
      for (const event of events) window.removeEventListener(event, active, { capture: true })
    }
  }, [client, idleMs, lockDesk])
}
