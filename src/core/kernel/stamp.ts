/**
 * Hybrid logical clock stamps: which of two writings of one field is the later one, whatever the clocks of two branches say.
 * Text that sorts: 12 hex digits of epoch milliseconds, 4 of a counter, a dash, who wrote it.
 * Source: Kulkarni, Demirbas et al., "Logical Physical Clocks" (2014).
 */
export type Stamp = string

const msDigits = 12
const counterDigits = 4
const mostCounter = 0xffff

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0')

/** Whether a value from outside has the form of a stamp. */
export const isStamp = (value: unknown): value is Stamp =>
  typeof value === 'string' && /^[0-9a-f]{16}-[0-9a-z]{1,16}$/.test(value)

/** Epoch milliseconds. 0 for the empty stamp, which is before all others. */
export const stampMs = (stamp: Stamp): number => (stamp === '' ? 0 : Number.parseInt(stamp.slice(0, msDigits), 16))

/** Who wrote it; empty for the empty stamp. */
export const stampNode = (stamp: Stamp): string => stamp.slice(msDigits + counterDigits + 1)

const counterOf = (stamp: Stamp): number =>
  stamp === '' ? 0 : Number.parseInt(stamp.slice(msDigits, msDigits + counterDigits), 16)

export function makeStamp(ms: number, counter: number, node: string): Stamp {
  return `${hex(ms, msDigits)}${hex(counter, counterDigits)}-${node}`
}

/** After both `nowMs` and every stamp in `seen`, so that who writes over a value is always later than it. */
export function stampAfter(nowMs: number, seen: readonly Stamp[], node: string): Stamp {
  let latest: Stamp = ''
  for (const stamp of seen) if (stamp > latest) latest = stamp
  const latestMs = stampMs(latest)
  if (nowMs > latestMs) return makeStamp(nowMs, 0, node)
  const counter = counterOf(latest) + 1
  return counter > mostCounter ? makeStamp(latestMs + 1, 0, node) : makeStamp(latestMs, counter, node)
}
