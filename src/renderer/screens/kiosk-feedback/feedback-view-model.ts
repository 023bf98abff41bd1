/** Feedback in three questions: how was it, what is it about, in your words. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { FeedbackCategory } from '../../../contract/feedback.ts'
import type { Client } from '../../client/client.ts'
import { type Problem, problemOf } from '../../client/problem.ts'

export type Rating = 1 | 2 | 3 | 4 | 5
export const ratings: readonly Rating[] = [1, 2, 3, 4, 5]

export type FeedbackState =
  | { readonly step: 'rating' }
  | { readonly step: 'category'; readonly rating: Rating }
  | {
      readonly step: 'words'
      readonly rating: Rating
      readonly category: FeedbackCategory
      readonly words: string
      readonly sending: boolean
      readonly problem: Problem | null
    }
  | { readonly step: 'done'; readonly ticketNo: string }

interface Model {
  readonly state: FeedbackState
  readonly rate: (rating: Rating) => void
  readonly about: (category: FeedbackCategory) => void
  readonly type: (words: string) => void
  readonly send: () => Promise<void>
  /** False where there is nothing to go back to inside this screen. */
  readonly back: () => boolean
}

export type FeedbackStore = StoreApi<Model>

/** The contract's bound. */
export const maxWords = 2000

export function createFeedbackStore(client: Client, visitId: string): FeedbackStore {
  return createStore<Model>()((set, get) => {
    const writing = () => {
      const { state } = get()
      return state.step === 'words' && !state.sending ? state : null
    }
    return {
      state: { step: 'rating' },
      rate: (rating) => set({ state: { step: 'category', rating } }),
      about: (category) => {
        const { state } = get()
        if (state.step !== 'category') return
        set({ state: { step: 'words', rating: state.rating, category, words: '', sending: false, problem: null } })
      },
      type: (words) => {
        const state = writing()
        if (state) set({ state: { ...state, words: words.slice(0, maxWords) } })
      },
      send: async () => {
        const state = writing()
        if (!state) return
        const { rating, category, words } = state
        set({ state: { ...state, sending: true, problem: null } })
        try {
          const { ticketNo } = await client.feedback.give({ visitId, rating, category, words })
          set({ state: { step: 'done', ticketNo } })
        } catch (error) {
          set({ state: { ...state, sending: false, problem: problemOf(error) } })
        }
      },
      back: () => {
        const { state } = get()
        if (state.step === 'category') set({ state: { step: 'rating' } })
        else if (state.step === 'words' && !state.sending) set({ state: { step: 'category', rating: state.rating } })
        return state.step === 'category' || state.step === 'words'
      },
    }
  })
}
