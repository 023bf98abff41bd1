/** Settling a pay-code: the clerk saw the money arrive and types the bank's reference. Settling twice is one payment. */
import { createStore } from 'zustand/vanilla'
import type { Payment } from '../../../contract/payments.ts'
import { type Problem, problemOf } from '../../client/problem.ts'
import type { DeskPorts } from '../desk/desk-ports.ts'

type SettleRefusal = 'not_found' | 'more_than_balance'

type SettleState =
  | { readonly kind: 'filling' }
  | { readonly kind: 'settling' }
  | { readonly kind: 'refused'; readonly reason: SettleRefusal }
  | { readonly kind: 'failed'; readonly failure: Problem }
  | { readonly kind: 'paid'; readonly payment: Payment }

interface SettleModel {
  readonly state: SettleState
  readonly reference: string
  type(reference: string): void
  settle(): Promise<void>
}

export function createSettleModel(
  ports: Pick<DeskPorts, 'client'>,
  payCodeId: string,
  onPaid: (payment: Payment) => void,
) {
  return createStore<SettleModel>()((set, get) => ({
    state: { kind: 'filling' },
    reference: '',
    type: (reference) => set({ reference, state: { kind: 'filling' } }),
    settle: async () => {
      const reference = get().reference.trim()
      const { kind } = get().state
      if (reference === '' || kind === 'settling' || kind === 'paid') return
      set({ state: { kind: 'settling' } })
      try {
        const outcome = await ports.client.payments.settlePayCode({ payCodeId, reference })
        if (outcome.outcome === 'refused') return set({ state: { kind: 'refused', reason: outcome.reason } })
        set({ state: { kind: 'paid', payment: outcome.payment } })
        onPaid(outcome.payment)
      } catch (error) {
        set({ state: { kind: 'failed', failure: problemOf(error) } })
      }
    },
  }))
}
