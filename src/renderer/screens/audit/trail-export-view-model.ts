/** Taking out the rows that were found, as an export job of its own. */
import { createStore } from 'zustand/vanilla'
import type { AuditFilter } from '../../../contract/audit-filter.ts'
import { type Problem, problemOf } from '../../client/problem.ts'
import type { DeskPorts } from '../desk/desk-ports.ts'
import type { JobStore } from '../transfers/job-view-model.ts'

type TrailExportState =
  | { readonly kind: 'closed' }
  | { readonly kind: 'starting' }
  | { readonly kind: 'busy' }
  | { readonly kind: 'failed'; readonly failure: Problem }
  | { readonly kind: 'started' }

interface TrailExportModel {
  readonly state: TrailExportState
  start(filter: AuditFilter): Promise<void>
  close(): void
}

export function createTrailExportModel(ports: Pick<DeskPorts, 'client'>, job: JobStore) {
  return createStore<TrailExportModel>()((set, get) => ({
    state: { kind: 'closed' },
    start: async (filter) => {
      if (get().state.kind === 'starting') return
      set({ state: { kind: 'starting' } })
      try {
        const started = await ports.client.transfers.startExport({ kind: 'audit', audit: filter })
        if (started.outcome === 'refused') return set({ state: { kind: 'busy' } })
        job.getState().follow(started.jobId)
        set({ state: { kind: 'started' } })
      } catch (error) {
        set({ state: { kind: 'failed', failure: problemOf(error) } })
      }
    },
    close: () => {
      // A job that nobody waits for any more would only hold up the next one.
      void job.getState().cancel()
      job.getState().forget()
      set({ state: { kind: 'closed' } })
    },
  }))
}

export type TrailExportStore = ReturnType<typeof createTrailExportModel>
