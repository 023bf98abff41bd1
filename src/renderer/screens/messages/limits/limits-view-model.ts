/** The limits against abuse: read, changed, saved. */
import { createStore } from 'zustand/vanilla'
import type { Client } from '../../../client/client.ts'
import { type Problem, problemOf } from '../../../client/problem.ts'
import { draftOf, type LimitsDraft, limitsOf } from './limits-draft.ts'

export type LimitsState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly failure: Problem }
  | {
      readonly kind: 'shown'
      readonly saved: LimitsDraft
      readonly draft: LimitsDraft
      readonly step:
        | { readonly kind: 'editing' }
        | { readonly kind: 'saving' }
        | { readonly kind: 'saved' }
        | { readonly kind: 'failed'; readonly failure: Problem }
    }

interface LimitsModel {
  readonly state: LimitsState
  load(): Promise<void>
  change(part: Partial<LimitsDraft>): void
  undo(): void
  save(): Promise<void>
}

interface LimitsPorts {
  readonly client: { readonly delivery: Pick<Client['delivery'], 'limits' | 'saveLimits'> }
}

export function createLimitsModel(ports: LimitsPorts) {
  return createStore<LimitsModel>()((set, get) => {
    const edit = (next: (saved: LimitsDraft, draft: LimitsDraft) => LimitsDraft) => {
      const { state } = get()
      if (state.kind !== 'shown' || state.step.kind === 'saving') return
      set({ state: { ...state, draft: next(state.saved, state.draft), step: { kind: 'editing' } } })
    }
    return {
      state: { kind: 'loading' },
      load: async () => {
        set({ state: { kind: 'loading' } })
        try {
          const saved = draftOf(await ports.client.delivery.limits())
          set({ state: { kind: 'shown', saved, draft: saved, step: { kind: 'editing' } } })
        } catch (error) {
          set({ state: { kind: 'failed', failure: problemOf(error) } })
        }
      },
      change: (part) => edit((_saved, draft) => ({ ...draft, ...part })),
      undo: () => edit((saved) => saved),
      save: async () => {
        const { state } = get()
        if (state.kind !== 'shown' || state.step.kind === 'saving') return
        const limits = limitsOf(state.draft)
        if (limits === null) return
        set({ state: { ...state, step: { kind: 'saving' } } })
        try {
          await ports.client.delivery.saveLimits(limits)
          set({ state: { ...state, saved: state.draft, step: { kind: 'saved' } } })
        } catch (error) {
          set({ state: { ...state, step: { kind: 'failed', failure: problemOf(error) } } })
        }
      },
    }
  })
}
