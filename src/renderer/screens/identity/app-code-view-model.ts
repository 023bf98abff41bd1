/** A code of an authenticator app, or a recovery code, in place of one that was sent. */
import { createStore } from 'zustand/vanilla'
import type { VerifyOutcome } from '../../../contract/verification.ts'
import { type Problem, problemOf } from '../../client/problem.ts'

export type AppRefusal = Exclude<VerifyOutcome, { outcome: 'verified' | 'choose' }>

interface AppCodeModel {
  readonly code: string
  readonly busy: boolean
  readonly refusal: AppRefusal | null
  readonly failure: Problem | null
  type(code: string): void
  /** Nothing typed, and nothing said of what was typed before. */
  clear(): void
  submit(): Promise<void>
}

/** The contract's bound; a recovery code with its dash is far shorter. */
export const longestCode = 40

export function createAppCodeModel(
  verify: (code: string) => Promise<VerifyOutcome>,
  onVerified: (visitId: string) => void,
) {
  return createStore<AppCodeModel>()((set, get) => ({
    code: '',
    busy: false,
    refusal: null,
    failure: null,
    type: (code) => {
      if (!get().busy) set({ code, failure: null, ...(code === '' ? {} : { refusal: null }) })
    },
    clear: () => {
      if (!get().busy) set({ code: '', failure: null, refusal: null })
    },
    submit: async () => {
      const { code, busy } = get()
      if (busy || code.trim() === '') return
      set({ busy: true, refusal: null, failure: null })
      try {
        const outcome = await verify(code.trim())
        if (outcome.outcome === 'verified') {
          set({ code: '' })
          return onVerified(outcome.visitId)
        }
        // An app's code names one customer; there is nothing to choose from.
        set({ code: '', busy: false, refusal: outcome.outcome === 'choose' ? { outcome: 'nothing_asked' } : outcome })
      } catch (error) {
        set({ busy: false, failure: problemOf(error) })
      }
    },
  }))
}
export type AppCodeStore = ReturnType<typeof createAppCodeModel>
