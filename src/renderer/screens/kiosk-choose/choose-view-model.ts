/** Which of the customers that share a contact. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { VerifyOutcome } from '../../../contract/verification.ts'
import type { Client } from '../../client/client.ts'
import { type Problem, problemOf } from '../../client/problem.ts'

type ChooseState =
  | { readonly step: 'asking'; readonly problem: Problem | null }
  | { readonly step: 'opening'; readonly customerId: string }
  /** The code died while the person was choosing. */
  | { readonly step: 'over' }

type ChooseStore = StoreApi<{
  readonly state: ChooseState
  readonly choose: (customerId: string) => Promise<void>
}>

interface ChoosePorts {
  readonly client: Client
  readonly challengeId: string
  readonly onVerified: (visitId: string) => void
}

export function createChooseStore({ client, challengeId, onVerified }: ChoosePorts): ChooseStore {
  return createStore<{ readonly state: ChooseState; readonly choose: (customerId: string) => Promise<void> }>()(
    (set, get) => ({
      state: { step: 'asking', problem: null },
      choose: async (customerId) => {
        if (get().state.step !== 'asking') return
        set({ state: { step: 'opening', customerId } })
        try {
          const outcome: VerifyOutcome = await client.verification.choose({ challengeId, customerId })
          if (outcome.outcome === 'verified') onVerified(outcome.visitId)
          else set({ state: { step: 'over' } })
        } catch (error) {
          set({ state: { step: 'asking', problem: problemOf(error) } })
        }
      },
    }),
  )
}
