/** The import and export jobs the screens see: uploads come in piece by piece, one job of each direction runs at a time. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { JobProgress } from '../../contract/transfers.ts'
import type { Clock } from '../../core/kernel/clock.ts'
import type { NewId } from '../../core/kernel/ids.ts'
import type { Logger } from '../../core/kernel/logger.ts'
import { follow, notices } from '../../core/kernel/notices.ts'
import type { TransferJobs } from '../../core/transfers/port.ts'
import { readPiece } from './job-files.ts'
import { endOfFailure } from './progress-meter.ts'
import type { TransferPlace, TransferRequest } from './transfer.ts'
import { runTransfer } from './transfer-client.ts'
import { uploads } from './uploads.ts'

/** Finished jobs and forgotten uploads are kept for a day. */
const keptMs = 24 * 60 * 60_000

interface Job {
  readonly direction: TransferRequest['direction']
  readonly folder: string
  readonly abort: AbortController
  readonly ended: Promise<void>
  progress: JobProgress
  /** The export's file, or the import's rejects; null while it runs and where there is none. */
  file: string | null
  endedAtMs: number | null
}

export interface JobParts extends TransferPlace {
  readonly clock: Clock
  readonly newId: NewId
  readonly logger: Logger
}

/** Call once per data folder, under its lock: what an earlier run left in `jobs` is removed. */
export function transferJobs(parts: JobParts): TransferJobs {
  const root = join(parts.folder, 'jobs')
  const remove = (folder: string): void => rmSync(folder, { recursive: true, force: true })
  remove(root)
  const received = uploads({ root, newId: parts.newId, clock: parts.clock, remove })
  const jobs = new Map<string, Job>()
  const hub = notices<string>()

  function sweep(): void {
    const before = parts.clock.now() - keptMs
    received.sweep(before)
    for (const [jobId, job] of jobs) {
      if (job.endedAtMs === null || job.endedAtMs > before) continue
      jobs.delete(jobId)
      remove(job.folder)
    }
  }

  const busy = (direction: Job['direction']): boolean =>
    [...jobs.values()].some((job) => job.direction === direction && job.endedAtMs === null)

  function start(jobId: string, folder: string, request: TransferRequest): void {
    const abort = new AbortController()
    const report = (progress: JobProgress): void => {
      job.progress = progress
      hub.publish(jobId)
    }
    const run = async (): Promise<void> => {
      const end = await runTransfer(
        request,
        parts,
        (progress) => {
          if (progress.state === 'running') report({ jobId, ...progress })
        },
        abort.signal,
      )
      if (request.direction === 'import') rmSync(request.file, { force: true })
      if (end.progress.state === 'failed') parts.logger.warn('a transfer failed', { jobId })
      const written = request.direction === 'export' && end.progress.state === 'done'
      job.file = written ? request.file : end.rejectsFile
      job.endedAtMs = parts.clock.now()
      report({ jobId, ...end.progress })
    }
    const job: Job = {
      direction: request.direction,
      folder,
      abort,
      progress: { jobId, ...endOfFailure('').progress, state: 'running', failure: null },
      file: null,
      endedAtMs: null,
      ended: Promise.resolve().then(run),
    }
    jobs.set(jobId, job)
  }

  return {
    openUpload(upload) {
      sweep()
      return received.open(upload)
    },
    append: received.append,
    async startImport(uploadId, by) {
      const upload = received.get(uploadId)
      if (upload === undefined) return { outcome: 'refused', reason: 'not_found' }
      if (!upload.complete) return { outcome: 'refused', reason: 'incomplete' }
      if (busy('import')) return { outcome: 'refused', reason: 'busy' }
      received.release(uploadId)
      const { kind, file, folder, shownName } = upload
      const jobId = parts.newId()
      start(jobId, folder, { direction: 'import', kind, file, shownName, by, region: '', rejectsFolder: folder })
      return { outcome: 'started', jobId }
    },
    startExport(kind, by, audit) {
      sweep()
      if (busy('export')) return { outcome: 'refused', reason: 'busy' }
      const jobId = parts.newId()
      const folder = received.makeFolder(jobId)
      const shownName = `${kind}.csv`
      const file = join(folder, shownName)
      // People open it in a spreadsheet, which takes a file without the mark for Latin-1.
      start(jobId, folder, {
        direction: 'export',
        kind,
        file,
        shownName,
        by,
        byteOrderMark: true,
        ...(audit === undefined ? {} : { audit }),
      })
      return { outcome: 'started', jobId }
    },
    watch: (jobId, signal) =>
      follow(
        hub,
        jobId,
        () => jobs.get(jobId)?.progress ?? null,
        (progress) => progress.state !== 'running',
        signal,
      ),
    running: () => busy('import') || busy('export'),
    cancel(jobId) {
      const job = jobs.get(jobId)
      job?.abort.abort()
      return job !== undefined
    },
    async readFile(jobId, offset) {
      const file = jobs.get(jobId)?.file ?? null
      return file === null ? null : readPiece(file, offset)
    },
    async close() {
      for (const job of jobs.values()) job.abort.abort()
      await Promise.all([...jobs.values()].map((job) => job.ended))
      jobs.clear()
      remove(root)
    },
  }
}
