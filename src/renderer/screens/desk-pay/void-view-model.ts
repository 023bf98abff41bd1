/** Voiding a payment: a second person says yes with their own PIN, and the reason goes on the audit trail. */
import { createStore } from 'zustand/vanilla'
import type { Payment } from '../../../contract/payments.ts'
import type { Problem } from '../../client/problem.ts'
import { isPin } from '../../ui/pin.ts'
import { type DeskPorts, visitProblem } from '../desk/desk-ports.ts'

export type VoidRefusal =
  | { readonly outcome: 'wrong'; readonly triesLeft: number }
  | { readonly outcome: 'locked'; readonly untilMs: number }
  | {
      readonly outcome: 'refused'
      readonly reason: 'not_found' | 'already_voided' | 'same_person' | 'not_a_supervisor'
    }

export type VoidState =
  | { readonly kind: 'closed' }
  | {
      readonly kind: 'asking'
      readonly payment: Payment
      readonly busy: boolean
      readonly refusal: VoidRefusal | null
      readonly failure: Problem | null
    }
  | { readonly kind: 'voided'; readonly payment: Payment }

interface VoidModel {
  readonly state: VoidState
  readonly approverId: string | null
  readonly reason: string
  readonly pin: string
  open(payment: Payment): void
  choose(approverId: string | null): void
  explain(reason: string): void
  typePin(pin: string): void
  confirm(): Promise<void>
  close(): void
}

const blank = { approverId: null, reason: '', pin: '' }

export function createVoidModel(
  ports: Pick<DeskPorts, 'client' | 'onVisitClosed'>,
  visitId: string,
  onVoided: () => void,
) {
  return createStore<VoidModel>()((set, get) => {
    const edit = (change: Partial<Pick<VoidModel, 'approverId' | 'reason' | 'pin'>>) => {
      const { state } = get()
      if (state.kind !== 'asking' || state.busy) return
      set({ ...change, state: { ...state, refusal: null, failure: null } })
    }
    return {
      state: { kind: 'closed' },
      ...blank,
      open: (payment) =>
        set({ ...blank, state: { kind: 'asking', payment, busy: false, refusal: null, failure: null } }),
      choose: (approverId) => edit({ approverId, pin: '' }),
      explain: (reason) => edit({ reason }),
      typePin: (pin) => edit({ pin }),
      confirm: async () => {
        const { state, approverId, reason, pin } = get()
        if (state.kind !== 'asking' || state.busy || !approverId || reason.trim() === '' || !isPin(pin)) return
        const asking = { ...state, refusal: null, failure: null }
        set({ state: { ...asking, busy: true } })
        try {
          const { paymentId } = state.payment
          const body = { visitId, paymentId, reason: reason.trim(), approverId, approverPin: pin }
          const outcome = await ports.client.payments.void(body)
          if (outcome.outcome === 'voided') {
            set({ ...blank, state: { kind: 'voided', payment: outcome.payment } })
            return onVoided()
          }
          set({ pin: '', state: { ...asking, busy: false, refusal: outcome } })
        } catch (error) {
          set({ pin: '', state: { ...asking, busy: false, failure: visitProblem(ports, error) } })
        }
      },
      close: () => set({ ...blank, state: { kind: 'closed' } }),
    }
  })
}

export type VoidStore = ReturnType<typeof createVoidModel>
