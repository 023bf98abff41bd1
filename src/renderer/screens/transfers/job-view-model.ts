/** One import or export under way: its progress, cancelling it, and its file at the end. */
import { createStore } from 'zustand/vanilla'
import type { JobProgress } from '../../../contract/transfers.ts'
import { type Problem, problemOf } from '../../client/problem.ts'
import type { DeskPorts } from '../desk/desk-ports.ts'

export type JobState =
  | { readonly kind: 'none' }
  /** `progress` is null until the first report. `offline`: the reports stopped coming; listening again. */
  | {
      readonly kind: 'running'
      readonly progress: JobProgress | null
      readonly cancelling: boolean
      readonly offline: boolean
    }
  | { readonly kind: 'ended'; readonly progress: JobProgress }
  | { readonly kind: 'lost'; readonly failure: Problem }

type FileState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'fetching' }
  | { readonly kind: 'saved'; readonly fileName: string }
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed'; readonly failure: Problem }

type SaveText = (fileName: string, parts: readonly string[]) => void

interface JobModel {
  readonly state: JobState
  readonly file: FileState
  follow(jobId: string): void
  cancel(): Promise<void>
  download(fileName: string): Promise<void>
  forget(): void
}

const listenAgainMs = 1500

export function createJobModel(ports: Pick<DeskPorts, 'client' | 'after'>, save: SaveText) {
  return createStore<JobModel>()((set, get) => {
    let current: { readonly jobId: string; readonly listening: AbortController } | null = null

    const hear = (progress: JobProgress) => {
      if (progress.state !== 'running') return set({ state: { kind: 'ended', progress } })
      const { state } = get()
      const cancelling = state.kind === 'running' && state.cancelling
      set({ state: { kind: 'running', progress, cancelling, offline: false } })
    }

    const listen = async (mine: NonNullable<typeof current>) => {
      try {
        const reports = await ports.client.transfers.watch({ jobId: mine.jobId }, { signal: mine.listening.signal })
        for await (const progress of reports) {
          if (current !== mine) return
          hear(progress)
        }
      } catch (error) {
        if (current !== mine) return
        const failure = problemOf(error)
        if (failure.kind !== 'unreachable') return set({ state: { kind: 'lost', failure } })
      }
      const { state } = get()
      if (current !== mine || state.kind !== 'running') return
      // The job runs on without its listener; the office repeats the latest report to whoever listens again.
      set({ state: { ...state, offline: true } })
      ports.after(listenAgainMs, () => current === mine && void listen(mine))
    }

    const stop = () => {
      current?.listening.abort()
      current = null
    }

    return {
      state: { kind: 'none' },
      file: { kind: 'waiting' },
      follow: (jobId) => {
        stop()
        current = { jobId, listening: new AbortController() }
        set({
          state: { kind: 'running', progress: null, cancelling: false, offline: false },
          file: { kind: 'waiting' },
        })
        void listen(current)
      },
      cancel: async () => {
        const { state } = get()
        if (state.kind !== 'running' || state.cancelling || !current) return
        set({ state: { ...state, cancelling: true } })
        try {
          await ports.client.transfers.cancel({ jobId: current.jobId })
        } catch {
          const now = get().state
          if (now.kind === 'running') set({ state: { ...now, cancelling: false, offline: true } })
        }
      },
      download: async (fileName) => {
        if (!current || get().file.kind === 'fetching') return
        const { jobId } = current
        set({ file: { kind: 'fetching' } })
        try {
          const parts: string[] = []
          for (let offset: number | null = 0; offset !== null; ) {
            const chunk: { text: string; nextOffset: number | null } | null = await ports.client.transfers.readFile({
              jobId,
              offset,
            })
            if (!chunk) return set({ file: { kind: 'gone' } })
            parts.push(chunk.text)
            offset = chunk.nextOffset
          }
          save(fileName, parts)
          set({ file: { kind: 'saved', fileName } })
        } catch (error) {
          set({ file: { kind: 'failed', failure: problemOf(error) } })
        }
      },
      forget: () => {
        stop()
        set({ state: { kind: 'none' }, file: { kind: 'waiting' } })
      },
    }
  })
}

export type JobStore = ReturnType<typeof createJobModel>
