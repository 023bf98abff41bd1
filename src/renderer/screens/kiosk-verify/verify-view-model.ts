/** The code: typed, checked, sent again. `lock` says until when nothing is checked; `over` says why this code is done for. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Challenge, SendRefusal, VerifyOutcome } from '../../../contract/verification.ts'
import type { Client } from '../../client/client.ts'
import { type Problem, problemOf } from '../../client/problem.ts'
import type { Candidate } from '../kiosk/kiosk-flow.ts'

/** Why this code can't be used any more. */
export type Over =
  | { readonly kind: 'expired' | 'superseded' | 'nothing_asked' | 'blocked' }
  | { readonly kind: 'too_many_tries'; readonly untilMs: number | null }

export type Notice =
  | { readonly kind: 'wrong'; readonly triesLeft: number }
  | { readonly kind: 'locked'; readonly untilMs: number }
  | { readonly kind: 'resent' }
  | { readonly kind: 'not_resent'; readonly refusal: SendRefusal }
  | { readonly kind: 'problem'; readonly problem: Problem }

export type VerifyState =
  | { readonly step: 'entering'; readonly code: string; readonly notice: Notice | null }
  | { readonly step: 'verifying'; readonly code: string }
  | { readonly step: 'resending' }
  | { readonly step: 'over'; readonly over: Over; readonly notice: Notice | null }
  | { readonly step: 'done' }

interface Model {
  readonly challenge: Challenge
  readonly state: VerifyState
  readonly type: (code: string) => void
  readonly press: (digit: string) => void
  readonly erase: () => void
  readonly verify: (code: string) => Promise<void>
  readonly resend: () => Promise<void>
  /** The lock has run out: the code may be typed again. */
  readonly unlock: () => void
}

export type VerifyStore = StoreApi<Model>

interface VerifyPorts {
  readonly client: Client
  readonly challenge: Challenge
  readonly onVerified: (visitId: string) => void
  readonly onChoose: (challengeId: string, customers: readonly Candidate[]) => void
}

type Refused = Exclude<VerifyOutcome, { outcome: 'verified' } | { outcome: 'choose' }>

/** What a refusal leads to on the screen. */
function afterRefusal(refused: Refused): VerifyState {
  switch (refused.outcome) {
    case 'wrong':
      return { step: 'entering', code: '', notice: { kind: 'wrong', triesLeft: refused.triesLeft } }
    case 'locked':
      return { step: 'entering', code: '', notice: { kind: 'locked', untilMs: refused.untilMs } }
    case 'too_many_tries':
      return { step: 'over', over: { kind: 'too_many_tries', untilMs: refused.lockedUntilMs }, notice: null }
    case 'expired':
    case 'superseded':
    case 'nothing_asked':
    case 'blocked':
      return { step: 'over', over: { kind: refused.outcome }, notice: null }
  }
}

export const isLocked = (state: VerifyState): boolean => state.step === 'entering' && state.notice?.kind === 'locked'

export function createVerifyStore({ client, challenge, onVerified, onChoose }: VerifyPorts): VerifyStore {
  return createStore<Model>()((set, get) => {
    const entering = () => {
      const { state } = get()
      return state.step === 'entering' && !isLocked(state) ? state : null
    }
    return {
      challenge,
      state: { step: 'entering', code: '', notice: null },
      type: (code) => {
        const state = entering()
        if (!state || code === state.code) return
        // The word about the last try stays until the next code begins.
        set({ state: { step: 'entering', code, notice: code === '' ? state.notice : null } })
      },
      press: (digit) => {
        const state = entering()
        if (state && state.code.length < get().challenge.digits) get().type(state.code + digit)
      },
      erase: () => get().type((entering()?.code ?? '').slice(0, -1)),
      verify: async (code) => {
        if (!entering()) return
        const { challengeId } = get().challenge
        set({ state: { step: 'verifying', code } })
        try {
          const outcome = await client.verification.verify({ challengeId, code })
          if (outcome.outcome === 'verified') {
            set({ state: { step: 'done' } })
            onVerified(outcome.visitId)
          } else if (outcome.outcome === 'choose') {
            set({ state: { step: 'done' } })
            onChoose(challengeId, outcome.customers)
          } else {
            set({ state: afterRefusal(outcome) })
            if (outcome.outcome === 'wrong') set({ challenge: { ...get().challenge, triesLeft: outcome.triesLeft } })
          }
        } catch (error) {
          // No answer came, so the code wasn't used up for certain; it stays typed and can be sent again.
          set({ state: { step: 'entering', code, notice: { kind: 'problem', problem: problemOf(error) } } })
        }
      },
      resend: async () => {
        const before = get().state
        if (before.step !== 'entering' && before.step !== 'over') return
        const withNotice = (notice: Notice): VerifyState =>
          before.step === 'over' ? { ...before, notice } : { step: 'entering', code: '', notice }
        set({ state: { step: 'resending' } })
        try {
          const outcome = await client.verification.resend({ challengeId: get().challenge.challengeId })
          if (outcome.outcome === 'refused') return set({ state: withNotice({ kind: 'not_resent', refusal: outcome }) })
          set({
            challenge: outcome.challenge,
            state: { step: 'entering', code: '', notice: { kind: 'resent' } },
          })
        } catch (error) {
          set({ state: withNotice({ kind: 'problem', problem: problemOf(error) }) })
        }
      },
      unlock: () => {
        const { state } = get()
        if (isLocked(state)) set({ state: { step: 'entering', code: '', notice: null } })
      },
    }
  })
}
