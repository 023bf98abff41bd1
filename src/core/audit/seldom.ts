/** Keeps a repeated refusal from flooding the trail: one row a minute for the same thing. */
import type { Clock } from '../kernel/clock.ts'

const everyMs = 60_000
/** Beyond this many remembered things the old ones are forgotten. */
const remembered = 2_000

/** True where `key` was not let through within the last minute. Kept in memory: after a restart each is told once more. */
export function seldom(clock: Clock): (key: string) => boolean {
  const last = new Map<string, number>()
  return (key) => {
    const nowMs = clock.now()
    const before = last.get(key)
    if (before !== undefined && before + everyMs > nowMs) return false
    if (last.size >= remembered) {
      for (const [each, atMs] of last) if (atMs + everyMs <= nowMs) last.delete(each)
      if (last.size >= remembered) last.clear()
    }
    last.set(key, nowMs)
    return true
  }
}
