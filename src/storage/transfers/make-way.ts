/** Leaves the counter room to write while a long import runs. */
import type { Db } from '../../core/kernel/db.ts'

/** Others count as at work for so long after they last wrote. */
const atWorkMs = 30_000
/** Pause after a batch, as a share of the time it took: alone, and while others are at work. */
const shareAlone = 0.1
const shareBeside = 0.75

/**
 * SQLite has no queue for writers: one that finds the database locked looks again 1 to 100 ms later, and an importer
 * that begins its next batch at once would nearly always be there first. So it pauses, longer where others have written
 * lately; and it copies the log back itself, so that no small write of the counter is the one that has to.
 */
export function wayMaker(
  db: Db,
  time: { readonly monotonicMs: () => number; readonly pause: (ms: number) => Promise<void> },
): (batchMs: number) => Promise<void> {
  const version = (): unknown => db.pragma('data_version', { simple: true })
  let seen = version()
  let lastWriteMs = Number.NEGATIVE_INFINITY
  return (batchMs) => {
    db.pragma('wal_checkpoint(PASSIVE)')
    const now = version()
    if (now !== seen) lastWriteMs = time.monotonicMs()
    seen = now
    const beside = time.monotonicMs() - lastWriteMs < atWorkMs
    return time.pause(batchMs * (beside ? shareBeside : shareAlone))
  }
}
