/** Runs one import or export in a worker thread of its own, so that the host's event loop never waits for it. */
import { Worker } from 'node:worker_threads'
import { endOfFailure } from './progress-meter.ts'
import type {
  TransferEnd,
  TransferPlace,
  TransferProgress,
  TransferRequest,
  WorkerInput,
  WorkerWord,
} from './transfer.ts'

/** Of JavaScript values alone; a transfer needs a fraction of it, whatever the size of the file. */
const heapMb = 96

/**
 * Never rejects: a worker that dies is a transfer that failed. `onProgress` hears at most five times a second, and once
 * at the end. Cancelling takes effect after the batch under way; what was committed stays.
 */
export function runTransfer(
  request: TransferRequest,
  place: TransferPlace,
  onProgress: (progress: TransferProgress) => void,
  signal?: AbortSignal,
): Promise<TransferEnd> {
  const { workerUrl, folder, migrationsFolder, timeZone } = place
  const cancelFlag = new SharedArrayBuffer(4)
  const workerData: WorkerInput = { request, place: { folder, migrationsFolder, timeZone }, cancelFlag }
  const cancel = (): void => {
    Atomics.store(new Int32Array(cancelFlag), 0, 1)
  }
  return new Promise((resolve) => {
    const worker = new Worker(workerUrl, {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: heapMb, maxYoungGenerationSizeMb: 16 },
    })
    let end: TransferEnd | null = null
    let last: TransferProgress | null = null
    let crash = ''
    if (signal?.aborted === true) cancel()
    signal?.addEventListener('abort', cancel, { once: true })
    worker.on('message', (word: WorkerWord) => {
      if (word.word === 'end') end = word.end
      else {
        last = word.progress
        onProgress(word.progress)
      }
    })
    worker.on('error', (error) => {
      crash = error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error)
    })
    worker.on('exit', () => {
      signal?.removeEventListener('abort', cancel)
      const final = end ?? afterCrash(last, crash)
      onProgress(final.progress)
      resolve(final)
    })
  })
}

/** What is known of a transfer whose worker died: its last word. */
function afterCrash(last: TransferProgress | null, crash: string): TransferEnd {
  const failure = `It stopped unexpectedly${crash === '' ? '' : ` (${crash.slice(0, 200)})`}; what was done so far stays.`
  if (last === null) return endOfFailure(failure)
  return { progress: { ...last, state: 'failed', secondsLeft: null, failure }, note: null, rejectsFile: null }
}
