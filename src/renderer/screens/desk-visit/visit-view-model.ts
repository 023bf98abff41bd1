/** An open visit: who it is, what they owe, what they have paid. */
import { createStore } from 'zustand/vanilla'
import type { Bill } from '../../../contract/billing.ts'
import type { Payment } from '../../../contract/payments.ts'
import type { Visit } from '../../../contract/visits.ts'
import { type Problem, problemOf } from '../../client/problem.ts'
import { type DeskPorts, visitProblem } from '../desk/desk-ports.ts'

/** How seldom the office is told that the clerk is active. Its own idle limit is many times longer. */
const touchEveryMs = 60_000

export type VisitState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly failure: Problem }
  | {
      readonly kind: 'open'
      readonly visit: Visit
      readonly bills: readonly Bill[]
      readonly balanceMinor: number
      readonly overdueMinor: number
      readonly payments: readonly Payment[]
      /** Set where a later look at bills and payments failed; what is on screen is then older. */
      readonly stale: Problem | null
    }

interface VisitModel {
  readonly state: VisitState
  readonly finishing: boolean
  readonly finishFailure: Problem | null
  load(): Promise<void>
  /** Bills and payments again, after money moved. Keeps what is on screen until the answer is there. */
  refresh(): Promise<void>
  touch(): void
  finish(): Promise<void>
}

export function createVisitModel(
  ports: Pick<DeskPorts, 'client' | 'nowMs' | 'onVisitClosed'>,
  visitId: string,
  onFinished: () => void,
) {
  return createStore<VisitModel>()((set, get) => {
    let touchedAtMs = ports.nowMs()

    const look = async () => {
      const [visit, billing, payments] = await Promise.all([
        ports.client.visits.get({ visitId }),
        ports.client.billing.bills({ visitId }),
        ports.client.payments.list({ visitId }),
      ])
      set({ state: { kind: 'open', visit, ...billing, payments, stale: null } })
    }

    return {
      state: { kind: 'loading' },
      finishing: false,
      finishFailure: null,
      load: async () => {
        set({ state: { kind: 'loading' } })
        try {
          await look()
        } catch (error) {
          set({ state: { kind: 'failed', failure: visitProblem(ports, error) } })
        }
      },
      refresh: async () => {
        try {
          await look()
        } catch (error) {
          const stale = visitProblem(ports, error)
          const { state } = get()
          if (state.kind === 'open') set({ state: { ...state, stale } })
        }
      },
      touch: () => {
        const nowMs = ports.nowMs()
        // A clock that was set back must not silence the touches, hence the absolute distance.
        if (Math.abs(nowMs - touchedAtMs) < touchEveryMs) return
        touchedAtMs = nowMs
        ports.client.visits.touch({ visitId }).catch((error: unknown) => visitProblem(ports, error))
      },
      finish: async () => {
        if (get().finishing) return
        set({ finishing: true, finishFailure: null })
        try {
          await ports.client.visits.finish({ visitId, how: 'finished' })
          onFinished()
        } catch (error) {
          const failure = problemOf(error)
          // Closed already is what finishing wanted.
          if (failure.kind === 'visit_closed') return onFinished()
          set({ finishing: false, finishFailure: failure })
        }
      },
    }
  })
}
