/** Which bills are to be paid. All unpaid ones to begin with: that is what most people came for. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Bill } from '../../../contract/billing.ts'

interface Selection {
  readonly chosen: ReadonlySet<string>
  readonly toggle: (billId: string) => void
  readonly toggleAll: () => void
}

type BillsStore = StoreApi<Selection>

export function createBillsStore(unpaid: readonly Bill[]): BillsStore {
  const all = new Set(unpaid.map((bill) => bill.billId))
  return createStore<Selection>()((set, get) => ({
    chosen: all,
    toggle: (billId) => {
      const chosen = new Set(get().chosen)
      if (!chosen.delete(billId)) chosen.add(billId)
      set({ chosen })
    },
    toggleAll: () => set({ chosen: get().chosen.size === all.size ? new Set() : all }),
  }))
}

/** Integer minor units, so the sum is exact. */
export const sumOf = (bills: readonly Bill[]): number => bills.reduce((sum, bill) => sum + bill.balanceMinor, 0)
