import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Client } from '../../client/client.ts'
import { type Problem, problemOf } from '../../client/problem.ts'

export type BillLine = Awaited<ReturnType<Client['billing']['lines']>>[number]

type LinesState =
  | { readonly step: 'loading' }
  | { readonly step: 'failed'; readonly problem: Problem }
  | { readonly step: 'ready'; readonly lines: readonly BillLine[] }

type LinesStore = StoreApi<{ readonly state: LinesState; readonly load: () => Promise<void> }>

export function createLinesStore(client: Client, visitId: string, billId: string): LinesStore {
  return createStore<{ readonly state: LinesState; readonly load: () => Promise<void> }>()((set) => ({
    state: { step: 'loading' },
    load: async () => {
      set({ state: { step: 'loading' } })
      try {
        set({ state: { step: 'ready', lines: await client.billing.lines({ visitId, billId }) } })
      } catch (error) {
        set({ state: { step: 'failed', problem: problemOf(error) } })
      }
    },
  }))
}
