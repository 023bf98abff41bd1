import { useEffect } from 'react'
import { useClient } from './client-context.tsx'

const everyMs = 10_000

/**
 * A kiosk that nobody touches calls nothing, so it would not hear that it was sent away, nor be seen. A refusal shows the
 * pairing screen by the client's own way; an answer that never comes is not this call's concern.
 */
export function useHeartbeat(running: boolean): void {
  const client = useClient()
  useEffect(() => {
    if (!running) return
    const timer = setInterval(() => void client.session.current().catch(() => undefined), everyMs)
    return () => clearInterval(timer)
  }, [client, running])
}
