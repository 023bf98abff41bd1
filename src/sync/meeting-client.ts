/** Runs one meeting in a worker thread of its own, so that the counter never waits for it. */
import { Worker } from 'node:worker_threads'
import type { Timers } from '../core/kernel/timers.ts'
import type { MeetingProgress } from './parts.ts'
import type { MeetingEnd, MeetingTask, MeetingWord } from './task.ts'

/** Of JavaScript values alone: a batch of records, the rows they become, and the page that is being taken in. */
const heapMb = 160
/** A meeting that is told to end does so after the batch it is at; one that headquarters leaves hanging is not waited for. */
const patienceMs = 2_000

export interface RunningMeeting {
  /** Never rejects: a worker that dies is a meeting that failed. */
  readonly end: Promise<MeetingEnd>
  /** Ends it after the batch under way. */
  cancel(): void
  /** The same, and at once where it takes long. What is on disk or at headquarters by then stays. */
  stop(): Promise<void>
}

export function startMeeting(
  request: Omit<MeetingTask, 'task' | 'cancelFlag'>,
  workerUrl: URL,
  timers: Timers,
  onProgress: (progress: MeetingProgress) => void = () => {},
): RunningMeeting {
  const cancelFlag = new SharedArrayBuffer(4)
  const task: MeetingTask = { task: 'meeting', ...request, cancelFlag }
  const worker = new Worker(workerUrl, {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: heapMb, maxYoungGenerationSizeMb: 16 },
  })
  let end: MeetingEnd | null = null
  let crash = ''
  const cancel = (): void => {
    Atomics.store(new Int32Array(cancelFlag), 0, 1)
  }
  const ended = new Promise<MeetingEnd>((resolve) => {
    worker.on('message', (word: MeetingWord) => {
      if (word.word === 'end') end = word.end
      else onProgress(word.progress)
    })
    worker.on('error', (error) => {
      crash = error instanceof Error ? error.name : 'unknown'
    })
    worker.once('exit', () => resolve(end ?? unexpected(crash)))
  })
  return {
    end: ended,
    cancel,
    async stop() {
      cancel()
      const giveUp = timers.after(patienceMs, () => void worker.terminate())
      await ended
      giveUp()
    },
  }
}

/** Only the error's name: its words may hold anything. */
const unexpected = (crash: string): MeetingEnd => ({
  ok: false,
  failure: {
    reason: 'bug',
    words: `The meeting stopped unexpectedly${crash === '' ? '' : ` (${crash})`}; what was done so far stays.`,
    passing: true,
  },
})
