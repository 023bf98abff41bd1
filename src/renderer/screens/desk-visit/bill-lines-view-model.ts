/** What a bill is made of, fetched when the clerk opens it and kept for the visit. */
import { createStore } from 'zustand/vanilla'
import type { Problem } from '../../client/problem.ts'
import { type DeskPorts, visitProblem } from '../desk/desk-ports.ts'

export interface BillLine {
  readonly label: string
  readonly amountMinor: number
}

export type Lines =
  | { readonly kind: 'loading' }
  | { readonly kind: 'shown'; readonly lines: readonly BillLine[] }
  | { readonly kind: 'failed'; readonly failure: Problem }

interface BillLinesModel {
  /** By bill; a bill that is not in it is folded. */
  readonly opened: ReadonlyMap<string, Lines>
  toggle(billId: string): Promise<void>
  again(billId: string): Promise<void>
}

export function createBillLinesModel(ports: Pick<DeskPorts, 'client' | 'onVisitClosed'>, visitId: string) {
  return createStore<BillLinesModel>()((set, get) => {
    const put = (billId: string, lines: Lines | null) => {
      const opened = new Map(get().opened)
      if (lines) opened.set(billId, lines)
      else opened.delete(billId)
      set({ opened })
    }
    const fetchLines = async (billId: string) => {
      put(billId, { kind: 'loading' })
      try {
        const lines = await ports.client.billing.lines({ visitId, billId })
        if (get().opened.has(billId)) put(billId, { kind: 'shown', lines })
      } catch (error) {
        put(billId, { kind: 'failed', failure: visitProblem(ports, error) })
      }
    }
    return {
      opened: new Map(),
      toggle: async (billId) => (get().opened.has(billId) ? put(billId, null) : fetchLines(billId)),
      again: fetchLines,
    }
  })
}
