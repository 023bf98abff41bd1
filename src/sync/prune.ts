/** Takes out of the change log what headquarters has had for long: a little at a time, so that the counter never waits for it. */
import type { Db } from '../core/kernel/db.ts'
import type { MeetingParts } from './parts.ts'

/** Changes that headquarters has had for so long are not kept here: 30 days. */
const keptAfterMs = 30 * 24 * 60 * 60_000
/** Looked at at once, and taken away in one transaction. */
const chunkRows = 500
/** Of one lane in one meeting; the next one goes on. */
const mostRows = 20_000

/** Exported for the tests of their plans. */
export const pruneSql = {
  /** From the oldest of the lane, that headquarters has. */
  oldest: `SELECT seq, at_ms FROM change_log
    WHERE lane = ? AND seq <= (SELECT acked_seq FROM headquarters_lane WHERE lane = ?) ORDER BY seq LIMIT ?`,
  take: 'DELETE FROM change_log WHERE lane = ? AND seq <= ? AND seq <= (SELECT acked_seq FROM headquarters_lane WHERE lane = ?)',
} as const

export function pruneStore(db: Db) {
  const oldest = db.prepare<[number, number, number], { seq: number; at_ms: number }>(pruneSql.oldest)
  const take = db.prepare(pruneSql.take)
  return {
    /**
     * Up to where the lane's oldest rows, at most `limit`, are of before `beforeMs`; null where not even the first one is. The office's
     * clock never goes back, so what comes after the first that is too young is too young as well.
     */
    prunableTo(lane: number, beforeMs: number, limit: number): number | null {
      let last: number | null = null
      for (const { seq, at_ms } of oldest.iterate(lane, lane, limit)) {
        if (at_ms >= beforeMs) break
        last = seq
      }
      return last
    },
    /** Returns how many rows it took away. */
    takeTo: (lane: number, seq: number): number => take.run(lane, seq, lane).changes,
  }
}

/** Reads without holding up anyone, and writes some hundreds of rows at a time, making way in between. */
export async function pruneLog(parts: MeetingParts, lanes: readonly number[]): Promise<void> {
  const { store, transact } = parts
  const beforeMs = parts.clock.now() - keptAfterMs
  for (const lane of lanes)
    for (let taken = 0; taken < mostRows && !parts.cancelled(); ) {
      const last = store.prune.prunableTo(lane, beforeMs, chunkRows)
      if (last === null) break
      const begunMs = parts.monotonicMs()
      taken += transact(() => store.prune.takeTo(lane, last))
      await parts.makeWay(parts.monotonicMs() - begunMs)
    }
}
