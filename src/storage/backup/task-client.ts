/** Runs one task in a worker thread of its own, so that the counter never waits for it. */
import { Worker } from 'node:worker_threads'
import type { OnStep } from './make-backup.ts'
import type { BackupEnds, BackupTask, BackupWord } from './task.ts'

/** Of JavaScript values alone. */
const heapMb = 64

/** The end of a task that was stopped. */
export class TaskStopped extends Error {
  constructor() {
    super('the task was stopped')
  }
}

export interface RunningTask<End> {
  /** Rejects where the worker died, with `TaskStopped` where it was made to. */
  readonly end: Promise<End>
  /** Ends it at once; a backup that is not whole has no name yet, a restore that is not prepared means nothing. */
  stop(): Promise<void>
}

export function startTask<Name extends keyof BackupEnds>(
  task: Extract<BackupTask, { task: Name }>,
  workerUrl: URL,
  onStep: OnStep = () => {},
): RunningTask<BackupEnds[Name]> {
  const worker = new Worker(workerUrl, {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: heapMb, maxYoungGenerationSizeMb: 16 },
  })
  let isStopped = false
  const end = new Promise<BackupEnds[Name]>((resolve, reject) => {
    worker.on('message', (word: BackupWord) => {
      if (word.word === 'step') onStep(word.step, word.fraction)
      // The worker answers the task it was started with.
      else resolve(word.end as BackupEnds[Name])
    })
    worker.once('error', reject)
    worker.once('exit', () => reject(isStopped ? new TaskStopped() : new Error('the worker ended before its task did')))
  })
  end.catch(() => undefined)
  return {
    end,
    async stop() {
      isStopped = true
      await worker.terminate()
    },
  }
}
