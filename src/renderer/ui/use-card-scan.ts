import { useEffect, useRef } from 'react'
import { monotonicMs } from '../client/clock.ts'
import { createCardScan } from './card-scan.ts'

/** Listens for a scanned card. What is typed into a field is left alone, unless `inFields`. */
export function useCardScan(onScan: (text: string) => void, inFields = false): void {
  const scanned = useRef(onScan)
  scanned.current = onScan
  useEffect(() => {
    const feed = createCardScan(monotonicMs)
    const listen = (event: KeyboardEvent) => {
      if (event.target instanceof HTMLInputElement && !inFields) return
      const text = feed(event.key)
      if (text === null) return
      // Otherwise the scanner's Enter would also press the focused button.
      event.preventDefault()
      scanned.current(text)
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [inFields])
}
