/** Lifting the lock after too many wrong codes: a supervisor's act, with a reason for the audit trail. */
import { createStore } from 'zustand/vanilla'
import { type Problem, problemOf } from '../../client/problem.ts'
import type { DeskPorts } from '../desk/desk-ports.ts'

type UnlockState =
  | { readonly kind: 'closed' }
  | { readonly kind: 'asking'; readonly reason: string; readonly failure: Problem | null }
  | { readonly kind: 'lifting'; readonly reason: string }
  | { readonly kind: 'lifted'; readonly contacts: number }

interface UnlockModel {
  readonly state: UnlockState
  open(): void
  type(reason: string): void
  lift(customerId: string): Promise<void>
  close(): void
}

export function createUnlockModel(ports: Pick<DeskPorts, 'client'>, onLifted: () => void) {
  return createStore<UnlockModel>()((set, get) => ({
    state: { kind: 'closed' },
    open: () => set({ state: { kind: 'asking', reason: '', failure: null } }),
    type: (reason) => set({ state: { kind: 'asking', reason, failure: null } }),
    lift: async (customerId) => {
      const { state } = get()
      if (state.kind !== 'asking' || state.reason.trim() === '') return
      const reason = state.reason.trim()
      set({ state: { kind: 'lifting', reason } })
      try {
        const { contacts } = await ports.client.verification.unlock({ customerId, reason })
        set({ state: { kind: 'lifted', contacts } })
        onLifted()
      } catch (error) {
        set({ state: { kind: 'asking', reason, failure: problemOf(error) } })
      }
    },
    close: () => set({ state: { kind: 'closed' } }),
  }))
}

export type UnlockStore = ReturnType<typeof createUnlockModel>
