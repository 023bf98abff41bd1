/** Something the office keeps, as a form shows it: read, changed, undone, saved. */
import { createStore } from 'zustand/vanilla'
import { type Problem, problemOf } from './problem.ts'

export type DraftState<Draft, Facts> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly failure: Problem }
  | {
      readonly kind: 'shown'
      readonly saved: Draft
      readonly draft: Draft
      /** Shown beside it, and not to be changed here. */
      readonly facts: Facts
      readonly step:
        | { readonly kind: 'editing' }
        | { readonly kind: 'saving' }
        | { readonly kind: 'saved' }
        | { readonly kind: 'failed'; readonly failure: Problem }
    }

interface DraftModel<Draft, Facts> {
  readonly state: DraftState<Draft, Facts>
  load(): Promise<void>
  change(part: Partial<Draft>): void
  undo(): void
  save(): Promise<void>
}

interface DraftParts<Draft, Facts> {
  read(): Promise<{ readonly saved: Draft; readonly facts: Facts }>
  /** Null where the draft cannot be kept as it stands: then nothing happens. */
  write(draft: Draft): Promise<unknown> | null
}

export function createDraftModel<Draft, Facts>(parts: DraftParts<Draft, Facts>) {
  return createStore<DraftModel<Draft, Facts>>()((set, get) => {
    const edit = (next: (saved: Draft, draft: Draft) => Draft) => {
      const { state } = get()
      if (state.kind !== 'shown' || state.step.kind === 'saving') return
      set({ state: { ...state, draft: next(state.saved, state.draft), step: { kind: 'editing' } } })
    }
    return {
      state: { kind: 'loading' },
      load: async () => {
        set({ state: { kind: 'loading' } })
        try {
          const { saved, facts } = await parts.read()
          set({ state: { kind: 'shown', saved, draft: saved, facts, step: { kind: 'editing' } } })
        } catch (error) {
          set({ state: { kind: 'failed', failure: problemOf(error) } })
        }
      },
      change: (part) => edit((_saved, draft) => ({ ...draft, ...part })),
      undo: () => edit((saved) => saved),
      save: async () => {
        const { state } = get()
        if (state.kind !== 'shown' || state.step.kind === 'saving') return
        const written = parts.write(state.draft)
        if (written === null) return
        set({ state: { ...state, step: { kind: 'saving' } } })
        try {
          await written
          set({ state: { ...state, saved: state.draft, step: { kind: 'saved' } } })
        } catch (error) {
          set({ state: { ...state, step: { kind: 'failed', failure: problemOf(error) } } })
        }
      },
    }
  })
}
