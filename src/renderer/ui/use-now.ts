import { useEffect, useState } from 'react'
import { nowMs } from '../client/clock.ts'

/** The time, re-read every `everyMs`; stands still where `running` is false. */
export function useNow(everyMs: number, running = true): number {
  const [now, setNow] = useState(nowMs)
  useEffect(() => {
    if (!running) return
    setNow(nowMs())
    const timer = setInterval(() => setNow(nowMs()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs, running])
  return now
}
