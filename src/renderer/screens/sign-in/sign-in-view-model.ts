/** Signing in with a name and a PIN. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { StaffMember } from '../../../contract/session.ts'
import type { Client } from '../../client/client.ts'
import { type Problem, problemOf } from '../../client/problem.ts'
import { isPin, pinDigits } from '../../ui/pin.ts'

type SignInState =
  | { readonly step: 'loading' }
  | { readonly step: 'failed'; readonly problem: Problem }
  | { readonly step: 'choosing'; readonly staff: readonly StaffMember[] }
  | {
      readonly step: 'typing'
      readonly staff: readonly StaffMember[]
      readonly who: StaffMember
      readonly pin: string
      readonly checking: boolean
      readonly refusal: PinRefusal | null
    }

type PinRefusal =
  | { readonly kind: 'wrong'; readonly triesLeft: number }
  | { readonly kind: 'locked'; readonly untilMs: number }
  | { readonly kind: 'problem'; readonly problem: Problem }

interface SignInActions {
  readonly load: () => Promise<void>
  readonly choose: (who: StaffMember) => void
  readonly back: () => void
  readonly type: (pin: string) => void
  readonly press: (digit: string) => void
  readonly erase: () => void
  /** The lock has run out. */
  readonly unlock: () => void
  readonly submit: () => Promise<void>
}

export type SignInStore = StoreApi<{ readonly state: SignInState } & SignInActions>

export function createSignInStore(client: Client, onSignedIn: () => Promise<void> | void): SignInStore {
  return createStore<{ readonly state: SignInState } & SignInActions>()((set, get) => {
    const typing = () => {
      const { state } = get()
      return state.step === 'typing' ? state : null
    }
    const refuse = (refusal: PinRefusal) => {
      const state = typing()
      if (state) set({ state: { ...state, pin: '', checking: false, refusal } })
    }
    return {
      state: { step: 'loading' },
      load: async () => {
        set({ state: { step: 'loading' } })
        try {
          set({ state: { step: 'choosing', staff: await client.session.staff() } })
        } catch (error) {
          set({ state: { step: 'failed', problem: problemOf(error) } })
        }
      },
      choose: (who) => {
        const { state } = get()
        if (state.step === 'loading' || state.step === 'failed') return
        set({ state: { step: 'typing', staff: state.staff, who, pin: '', checking: false, refusal: null } })
      },
      back: () => {
        const state = typing()
        if (state) set({ state: { step: 'choosing', staff: state.staff } })
      },
      type: (pin) => {
        const state = typing()
        if (!state || state.checking || state.refusal?.kind === 'locked') return
        set({ state: { ...state, pin: pin.slice(0, pinDigits.max), refusal: pin === '' ? state.refusal : null } })
      },
      press: (digit) => get().type((typing()?.pin ?? '') + digit),
      erase: () => get().type((typing()?.pin ?? '').slice(0, -1)),
      unlock: () => {
        const state = typing()
        if (state) set({ state: { ...state, refusal: null } })
      },
      submit: async () => {
        const state = typing()
        if (!state || state.checking || !isPin(state.pin) || state.refusal?.kind === 'locked') return
        set({ state: { ...state, checking: true, refusal: null } })
        try {
          const outcome = await client.session.signIn({ staffId: state.who.staffId, pin: state.pin })
          switch (outcome.outcome) {
            case 'done':
              return await onSignedIn()
            case 'wrong':
              return refuse({ kind: 'wrong', triesLeft: outcome.triesLeft })
            case 'locked':
              return refuse({ kind: 'locked', untilMs: outcome.untilMs })
          }
        } catch (error) {
          refuse({ kind: 'problem', problem: problemOf(error) })
        }
      },
    }
  })
}
