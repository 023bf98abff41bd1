/** Hearing the customer at the counter: a rating, what it is about, their words; then the ticket number to say aloud. */
import { createStore } from 'zustand/vanilla'
import type { FeedbackCategory } from '../../../contract/feedback.ts'
import type { Problem } from '../../client/problem.ts'
import { type DeskPorts, visitProblem } from '../desk/desk-ports.ts'

export const categories = ['missed_pickup', 'bill', 'staff', 'other'] as const satisfies readonly FeedbackCategory[]

export type FeedbackState =
  | { readonly kind: 'filling'; readonly failure: Problem | null }
  | { readonly kind: 'sending' }
  | { readonly kind: 'given'; readonly ticketNo: string }

interface FeedbackModel {
  readonly state: FeedbackState
  readonly rating: number | null
  readonly category: FeedbackCategory | null
  readonly words: string
  rate(rating: number): void
  about(category: FeedbackCategory): void
  say(words: string): void
  give(): Promise<void>
  another(): void
}

const blank = { rating: null, category: null, words: '' }

export function createFeedbackModel(ports: Pick<DeskPorts, 'client' | 'onVisitClosed'>, visitId: string) {
  return createStore<FeedbackModel>()((set, get) => ({
    state: { kind: 'filling', failure: null },
    ...blank,
    rate: (rating) => set({ rating }),
    about: (category) => set({ category }),
    say: (words) => set({ words }),
    give: async () => {
      const { state, rating, category, words } = get()
      if (state.kind !== 'filling' || rating === null || category === null) return
      set({ state: { kind: 'sending' } })
      try {
        const { ticketNo } = await ports.client.feedback.give({ visitId, rating, category, words })
        set({ ...blank, state: { kind: 'given', ticketNo } })
      } catch (error) {
        set({ state: { kind: 'filling', failure: visitProblem(ports, error) } })
      }
    },
    another: () => set({ ...blank, state: { kind: 'filling', failure: null } }),
  }))
}

export type FeedbackStore = ReturnType<typeof createFeedbackModel>

/** True where finishing the visit would lose what was typed. */
export function unsaidWords({ state, words }: Pick<FeedbackModel, 'state' | 'words'>): boolean {
  return state.kind !== 'given' && words.trim() !== ''
}
