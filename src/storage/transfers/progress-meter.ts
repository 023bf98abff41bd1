/** Counts what a transfer does and says so, at most five times a second and at its end. */
import type { BatchResult } from '../../core/transfers/import-batch.ts'
import type { Reject } from '../../core/transfers/row-fault.ts'
import type { TransferEnd, TransferProgress } from './transfer.ts'

const everyMs = 200
/** No estimate of the time left before this much has gone by. */
const settlingMs = 500
const rejectsShown = 100

export interface ProgressMeter {
  /** Adds a batch that is committed, or rows that are written; `fraction` is how much of the whole that makes. */
  add(batch: BatchResult, fraction: number): void
  end(state: 'done' | 'cancelled' | 'failed', failure: string | null): TransferProgress
  readonly counts: Readonly<Record<'rows' | 'added' | 'changed' | 'unchanged' | 'rejected', number>>
}

export function progressMeter(monotonicMs: () => number, say: (progress: TransferProgress) => void): ProgressMeter {
  const startedMs = monotonicMs()
  const counts = { rows: 0, added: 0, changed: 0, unchanged: 0, rejected: 0 }
  const shown: Reject[] = []
  let fraction = 0
  let saidMs = startedMs

  function progress(state: TransferProgress['state'], failure: string | null): TransferProgress {
    const elapsedMs = Math.max(1, monotonicMs() - startedMs)
    const estimable = state === 'running' && fraction > 0 && elapsedMs >= settlingMs
    return {
      state,
      ...counts,
      fraction,
      rowsPerSecond: Math.round((counts.rows * 1000) / elapsedMs),
      secondsLeft: estimable ? Math.ceil((elapsedMs * (1 - fraction)) / fraction / 1000) : null,
      failure,
      rejects: [...shown],
    }
  }

  return {
    counts,
    add(batch, reached) {
      counts.rows += batch.rows
      counts.added += batch.added
      counts.changed += batch.changed
      counts.unchanged += batch.unchanged
      counts.rejected += batch.rejects.length
      shown.push(...batch.rejects.slice(0, rejectsShown - shown.length))
      fraction = Math.min(1, Math.max(fraction, reached))
      if (monotonicMs() - saidMs < everyMs) return
      saidMs = monotonicMs()
      say(progress('running', null))
    },
    end(state, failure) {
      if (state === 'done') fraction = 1
      return progress(state, failure)
    },
  }
}

/** The end of a transfer that never began. */
export function endOfFailure(failure: string): TransferEnd {
  const progress = progressMeter(
    () => 0,
    () => {},
  ).end('failed', failure)
  return { progress, note: null, rejectsFile: null }
}
