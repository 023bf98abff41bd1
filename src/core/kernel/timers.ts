/** Waiting as a parameter: only hosts make real timers, so no test sleeps. */
export interface Timers {
  /** Calls `run` once after `ms`; the returned function takes it back. */
  after(ms: number, run: () => void): () => void
  /** Aborts after `ms`: the overall deadline of one attempt. */
  deadline(ms: number): AbortSignal
}
