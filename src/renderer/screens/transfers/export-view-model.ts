/** Taking data out as a CSV file. */
import { createStore } from 'zustand/vanilla'
import type { ExportKind } from '../../../contract/transfers.ts'
import { type Problem, problemOf } from '../../client/problem.ts'
import type { DeskPorts } from '../desk/desk-ports.ts'
import type { JobStore } from './job-view-model.ts'

export const exportKinds = ['customers', 'bills', 'payments', 'feedback', 'audit'] as const satisfies ExportKind[]

type ExportState =
  | { readonly kind: 'choosing' }
  | { readonly kind: 'starting' }
  | { readonly kind: 'busy' }
  | { readonly kind: 'failed'; readonly failure: Problem }
  | { readonly kind: 'started' }

interface ExportModel {
  readonly what: ExportKind
  readonly state: ExportState
  use(what: ExportKind): void
  start(): Promise<void>
  another(): void
}

export function createExportModel(ports: Pick<DeskPorts, 'client'>, job: JobStore) {
  return createStore<ExportModel>()((set, get) => ({
    what: 'customers',
    state: { kind: 'choosing' },
    use: (what) => set({ what, state: { kind: 'choosing' } }),
    start: async () => {
      const { kind } = get().state
      if (kind === 'starting' || kind === 'started') return
      set({ state: { kind: 'starting' } })
      try {
        const started = await ports.client.transfers.startExport({ kind: get().what })
        if (started.outcome === 'refused') return set({ state: { kind: 'busy' } })
        job.getState().follow(started.jobId)
        set({ state: { kind: 'started' } })
      } catch (error) {
        set({ state: { kind: 'failed', failure: problemOf(error) } })
      }
    },
    another: () => {
      job.getState().forget()
      set({ state: { kind: 'choosing' } })
    },
  }))
}

export type ExportStore = ReturnType<typeof createExportModel>
