/** Setting up an authenticator app inside a visit: the key once, a first code, ten recovery codes once. */
import { createStore } from 'zustand/vanilla'
import type { Client } from '../../client/client.ts'
import { type Problem, problemOf } from '../../client/problem.ts'

export type AuthenticatorState =
  | { readonly step: 'loading' }
  | { readonly step: 'failed'; readonly problem: Problem }
  | { readonly step: 'shown'; readonly enrolledAtMs: number | null; readonly recoveryLeft: number }
  | { readonly step: 'enrolling'; readonly uri: string; readonly key: string; readonly wrong: boolean }
  | { readonly step: 'codes'; readonly codes: readonly string[] }

interface AuthenticatorModel {
  readonly state: AuthenticatorState
  readonly code: string
  readonly busy: boolean
  readonly failure: Problem | null
  load(): Promise<void>
  enrol(): Promise<void>
  type(code: string): void
  confirm(): Promise<void>
  renew(): Promise<void>
  remove(): Promise<void>
}

export function createAuthenticatorModel(client: Client, visitId: string) {
  return createStore<AuthenticatorModel>()((set, get) => {
    const attempt = async (work: () => Promise<AuthenticatorState | null>) => {
      if (get().busy) return
      set({ busy: true, failure: null })
      try {
        const state = await work()
        set({ busy: false, code: '', ...(state === null ? {} : { state }) })
      } catch (error) {
        set({ busy: false, failure: problemOf(error) })
      }
    }
    const look = async (): Promise<AuthenticatorState> => ({
      step: 'shown',
      ...(await client.identity.app({ visitId })),
    })
    return {
      state: { step: 'loading' },
      code: '',
      busy: false,
      failure: null,
      load: async () => {
        try {
          set({ state: await look(), code: '' })
        } catch (error) {
          set({ state: { step: 'failed', problem: problemOf(error) } })
        }
      },
      enrol: () =>
        attempt(async () => ({ step: 'enrolling', wrong: false, ...(await client.identity.enrolApp({ visitId })) })),
      type: (code) => {
        const { state, busy } = get()
        if (busy || state.step !== 'enrolling') return
        set({ code, failure: null, ...(code === '' ? {} : { state: { ...state, wrong: false } }) })
      },
      confirm: () =>
        attempt(async () => {
          const { state, code } = get()
          if (state.step !== 'enrolling') return null
          const outcome = await client.identity.confirmApp({ visitId, code })
          if (outcome.outcome === 'done') return { step: 'codes', codes: outcome.recoveryCodes }
          return outcome.outcome === 'wrong' ? { ...state, wrong: true } : look()
        }),
      renew: () =>
        attempt(async () => {
          const outcome = await client.identity.renewRecovery({ visitId })
          return outcome.outcome === 'done' ? { step: 'codes', codes: outcome.recoveryCodes } : look()
        }),
      remove: () =>
        attempt(async () => {
          await client.identity.removeApp({ visitId })
          return look()
        }),
    }
  })
}
export type AuthenticatorStore = ReturnType<typeof createAuthenticatorModel>
