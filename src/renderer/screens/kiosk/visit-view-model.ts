/** The open visit's person and bills, shared by all pages of the visit. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Bill } from '../../../contract/billing.ts'
import type { Visit } from '../../../contract/visits.ts'
import type { Client } from '../../client/client.ts'
import { type Problem, problemOf } from '../../client/problem.ts'

export interface VisitData {
  readonly visit: Visit
  readonly bills: readonly Bill[]
  readonly balanceMinor: number
  readonly overdueMinor: number
}

export type VisitState =
  | { readonly step: 'loading' }
  | { readonly step: 'failed'; readonly problem: Problem }
  | { readonly step: 'ready'; readonly data: VisitData }

export type VisitStore = StoreApi<{ readonly state: VisitState; readonly load: () => Promise<void> }>

export const unpaidOf = (bills: readonly Bill[]): readonly Bill[] => bills.filter((bill) => bill.balanceMinor > 0)

export function createVisitStore(client: Client, visitId: string): VisitStore {
  return createStore<{ readonly state: VisitState; readonly load: () => Promise<void> }>()((set) => ({
    state: { step: 'loading' },
    /** Reads everything anew; what is shown stays until the answer is here. */
    load: async () => {
      try {
        const [visit, billing] = await Promise.all([client.visits.get({ visitId }), client.billing.bills({ visitId })])
        set({ state: { step: 'ready', data: { visit, ...billing } } })
      } catch (error) {
        set({ state: { step: 'failed', problem: problemOf(error) } })
      }
    },
  }))
}
