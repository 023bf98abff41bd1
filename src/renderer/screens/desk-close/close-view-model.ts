/** Closing the program at a locked terminal: a supervisor or an administrator gives their password again. */
import { createStore } from 'zustand/vanilla'
import type { Client } from '../../client/client.ts'
import { failureOf, type Refusal, refusalOf } from '../sign-in/refusal.ts'

export type CloseState =
  /** Not a window of ours, or one with a frame that closes it. */
  | { readonly kind: 'not_here' }
  | { readonly kind: 'offered' }
  | { readonly kind: 'asking'; readonly password: string; readonly busy: boolean; readonly refusal: Refusal | null }
  | { readonly kind: 'closing' }

interface CloseModel {
  readonly state: CloseState
  load(): Promise<void>
  ask(): void
  type(password: string): void
  unlock(): void
  leave(): void
  submit(): Promise<void>
}

const asking = (refusal: Refusal | null): CloseState => ({ kind: 'asking', password: '', busy: false, refusal })

export function createCloseModel(client: Client) {
  return createStore<CloseModel>()((set, get) => ({
    state: { kind: 'not_here' },
    load: async () => {
      try {
        const { locked } = await client.machine.about()
        set({ state: { kind: locked ? 'offered' : 'not_here' } })
      } catch {
        // Without an answer there is nothing to offer; the next person who signs in asks again.
        set({ state: { kind: 'not_here' } })
      }
    },
    ask: () => set({ state: asking(null) }),
    type: (password) => set({ state: { kind: 'asking', password, busy: false, refusal: null } }),
    unlock: () => set({ state: asking(null) }),
    leave: () => set({ state: { kind: 'offered' } }),
    submit: async () => {
      const { state } = get()
      if (state.kind !== 'asking' || state.busy || state.password === '') return
      set({ state: { ...state, busy: true, refusal: null } })
      try {
        const outcome = await client.machine.close({ password: state.password })
        if (outcome.outcome === 'done') set({ state: { kind: 'closing' } })
        else if (outcome.outcome === 'refused') set({ state: { kind: 'not_here' } })
        else set({ state: asking(refusalOf(outcome)) })
      } catch (error) {
        set({ state: asking(failureOf(error)) })
      }
    },
  }))
}

export type CloseStore = ReturnType<typeof createCloseModel>
