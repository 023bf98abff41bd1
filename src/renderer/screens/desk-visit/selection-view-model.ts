/**
 * Which bills are to be paid now, and how much of each: ticked one by one, spread from one amount by the office
 * (oldest bill first), or edited bill by bill. `shares` is always exactly what a payment would say.
 */
import { createStore } from 'zustand/vanilla'
import type { Bill } from '../../../contract/billing.ts'
import type { Allocation } from '../../../contract/payments.ts'
import type { Problem } from '../../client/problem.ts'
import { type DeskPorts, visitProblem } from '../desk/desk-ports.ts'

type Spread =
  | { readonly kind: 'none' }
  | { readonly kind: 'asking'; readonly amountMinor: number }
  /** `leftoverMinor` is more than the bills take; the customer keeps it. */
  | { readonly kind: 'shown'; readonly leftoverMinor: number }
  | { readonly kind: 'failed'; readonly failure: Problem }

interface SelectionModel {
  readonly bills: readonly Bill[]
  /** Minor units to pay, by bill. Only bills that are to be paid are in it. */
  readonly shares: ReadonlyMap<string, number>
  readonly spread: Spread
  /**
   * Takes the office's bills. The first time everything unpaid is ticked, the usual wish; later only what the clerk
   * had chosen stays chosen, as far as it is still owed.
   */
  reset(bills: readonly Bill[]): void
  toggle(billId: string): void
  all(): void
  none(): void
  /** Sets one bill's amount; zero unticks it, and more than its balance is its balance. */
  edit(billId: string, amountMinor: number): void
  /** Spreads one amount over all unpaid bills. The latest amount wins. */
  spreadAmount(amountMinor: number): Promise<void>
}

export const unpaid = (bills: readonly Bill[]): readonly Bill[] => bills.filter((bill) => bill.balanceMinor > 0)

export function totalMinor(shares: ReadonlyMap<string, number>): number {
  let sum = 0
  for (const amountMinor of shares.values()) sum += amountMinor
  return sum
}

/** In the bills' own order, which is oldest first. */
export function allocationsOf(bills: readonly Bill[], shares: ReadonlyMap<string, number>): Allocation[] {
  return bills.flatMap(({ billId }) => {
    const amountMinor = shares.get(billId) ?? 0
    return amountMinor > 0 ? [{ billId, amountMinor }] : []
  })
}

const wholeBalances = (bills: readonly Bill[]) => new Map(bills.map((bill) => [bill.billId, bill.balanceMinor]))

function stillOwed(bills: readonly Bill[], shares: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const owed = bills.map(
    ({ billId, balanceMinor }) => [billId, Math.min(shares.get(billId) ?? 0, balanceMinor)] as const,
  )
  return new Map(owed.filter(([, amountMinor]) => amountMinor > 0))
}

export function createSelectionModel(ports: Pick<DeskPorts, 'client' | 'onVisitClosed'>, visitId: string) {
  return createStore<SelectionModel>()((set, get) => {
    let latest = 0
    let fresh = true
    // Whatever the clerk does by hand outdates a spread that is still on its way.
    const choose = (shares: ReadonlyMap<string, number>) => {
      latest += 1
      set({ shares, spread: { kind: 'none' } })
    }
    return {
      bills: [],
      shares: new Map(),
      spread: { kind: 'none' },
      reset: (bills) => {
        const { shares } = get()
        set({ bills })
        if (fresh) choose(wholeBalances(unpaid(bills)))
        else choose(stillOwed(bills, shares))
        fresh = false
      },
      toggle: (billId) => {
        const bill = get().bills.find((candidate) => candidate.billId === billId)
        if (!bill || bill.balanceMinor === 0) return
        const shares = new Map(get().shares)
        if (!shares.delete(billId)) shares.set(billId, bill.balanceMinor)
        choose(shares)
      },
      all: () => choose(wholeBalances(unpaid(get().bills))),
      none: () => choose(new Map()),
      edit: (billId, amountMinor) => {
        const bill = get().bills.find((candidate) => candidate.billId === billId)
        if (!bill) return
        const shares = new Map(get().shares)
        if (amountMinor > 0) shares.set(billId, Math.min(amountMinor, bill.balanceMinor))
        else shares.delete(billId)
        choose(shares)
      },
      spreadAmount: async (amountMinor) => {
        if (amountMinor === 0) return choose(new Map())
        latest += 1
        const mine = latest
        set({ spread: { kind: 'asking', amountMinor } })
        try {
          const { allocations, leftoverMinor } = await ports.client.payments.spread({ visitId, amountMinor })
          if (latest !== mine) return
          const shares = new Map(allocations.map((share) => [share.billId, share.amountMinor]))
          set({ shares, spread: { kind: 'shown', leftoverMinor } })
        } catch (error) {
          if (latest === mine) set({ spread: { kind: 'failed', failure: visitProblem(ports, error) } })
        }
      },
    }
  })
}

export type SelectionStore = ReturnType<typeof createSelectionModel>
