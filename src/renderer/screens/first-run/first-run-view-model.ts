/** Setting the office up: two ways, and for the first one a form with a word beside each field that isn't right yet. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Locale } from '../../../contract/values.ts'
import type { Client } from '../../client/client.ts'
import { type Problem, problemOf } from '../../client/problem.ts'
import { currencyOf } from './regions.ts'

export interface Draft {
  readonly name: string
  readonly region: string | null
  readonly currency: string | null
  readonly locale: Locale
  readonly administrator: string
  /** Empty for none yet. */
  readonly email: string
  readonly password: string
  readonly repeated: boolean
}

export type Need = 'name' | 'region' | 'currency' | 'administrator' | 'password' | 'repeated'
type Refusal = 'unknown_region' | 'unknown_currency' | 'email_invalid' | 'short' | 'weak'
export type DemoOffice = Awaited<ReturnType<Client['office']['loadDemo']>>

type FirstRunState =
  | { readonly step: 'choosing'; readonly problem: Problem | null }
  | { readonly step: 'loading_demo' }
  | { readonly step: 'demo_ready'; readonly demo: DemoOffice }
  | {
      readonly step: 'form'
      readonly draft: Draft
      /** Fields are found fault with only after the first try to finish. */
      readonly tried: boolean
      readonly saving: boolean
      readonly refusal: Refusal | null
      readonly problem: Problem | null
    }

interface FirstRunActions {
  readonly openForm: (draft: Draft) => void
  readonly back: () => void
  readonly change: (part: Partial<Draft>) => void
  readonly setUp: () => Promise<void>
  readonly loadDemo: () => Promise<void>
}

export type FirstRunStore = StoreApi<{ readonly state: FirstRunState } & FirstRunActions>

/** What is still missing or wrong, in the order of the form. */
export function needsOf(draft: Draft): ReadonlySet<Need> {
  const needs: [Need, boolean][] = [
    ['name', draft.name.trim() === ''],
    ['region', draft.region === null],
    ['currency', draft.currency === null],
    ['administrator', draft.administrator.trim() === ''],
    ['password', draft.password === ''],
    ['repeated', draft.password !== '' && !draft.repeated],
  ]
  return new Set(needs.filter(([, missing]) => missing).map(([need]) => need))
}

/** A new region brings its currency along, unless the person has already chosen another one. */
function withRegion(draft: Draft, region: string | null): Draft {
  const followed = draft.region === null ? null : currencyOf(draft.region)
  const follows = draft.currency === null || draft.currency === followed
  return { ...draft, region, currency: follows && region !== null ? currencyOf(region) : draft.currency }
}

export function createFirstRunStore(client: Client, onReady: () => Promise<void>): FirstRunStore {
  return createStore<{ readonly state: FirstRunState } & FirstRunActions>()((set, get) => {
    const form = () => {
      const { state } = get()
      return state.step === 'form' ? state : null
    }
    return {
      state: { step: 'choosing', problem: null },
      openForm: (draft) =>
        set({ state: { step: 'form', draft, tried: false, saving: false, refusal: null, problem: null } }),
      back: () => set({ state: { step: 'choosing', problem: null } }),
      change: (part) => {
        const state = form()
        if (!state || state.saving) return
        const { region, ...rest } = part
        const draft = { ...state.draft, ...rest }
        set({ state: { ...state, refusal: null, draft: region === undefined ? draft : withRegion(draft, region) } })
      },
      setUp: async () => {
        const state = form()
        if (!state || state.saving) return
        const { name, region, currency, locale, administrator, email, password } = state.draft
        if (needsOf(state.draft).size > 0 || region === null || currency === null) {
          return set({ state: { ...state, tried: true } })
        }
        set({ state: { ...state, tried: true, saving: true, refusal: null, problem: null } })
        try {
          const person = { administratorName: administrator, administratorEmail: email, password }
          const input = { name, region, currency, defaultLocale: locale, ...person }
          const outcome = await client.office.setUp(input)
          if (outcome.outcome === 'done') return await onReady()
          set({ state: { ...state, tried: true, refusal: outcome.reason } })
        } catch (error) {
          set({ state: { ...state, tried: true, problem: problemOf(error) } })
        }
      },
      loadDemo: async () => {
        set({ state: { step: 'loading_demo' } })
        try {
          set({ state: { step: 'demo_ready', demo: await client.office.loadDemo() } })
        } catch (error) {
          set({ state: { step: 'choosing', problem: problemOf(error) } })
        }
      },
    }
  })
}
