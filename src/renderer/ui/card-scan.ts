/** Tells a scanner from a person: it types a whole number in a fraction of a second and ends with Enter. */
import type { NowMs } from '../client/clock.ts'

/** A person can't keep this pace between two keys. */
const scannerGapMs = 50
const shortestNumber = 4

/** Feed it every key; it gives the scanned text on the Enter that ends it, else null. */
export function createCardScan(nowMs: NowMs): (key: string) => string | null {
  let typed = ''
  let lastAtMs = 0
  return (key) => {
    const now = nowMs()
    if (now - lastAtMs > scannerGapMs) typed = ''
    lastAtMs = now
    if (key === 'Enter') {
      const scanned = typed.trim()
      typed = ''
      return scanned.length >= shortestNumber ? scanned : null
    }
    if (key.length === 1) typed += key
    return null
  }
}
