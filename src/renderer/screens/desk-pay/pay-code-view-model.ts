/** A pay-code on the counter: shown as a QR, watched until the money is there, settled here with the bank's reference. */
import { createStore } from 'zustand/vanilla'
import type { Allocation, PayCode, Payment } from '../../../contract/payments.ts'
import type { Problem } from '../../client/problem.ts'
import { type DeskPorts, visitProblem } from '../desk/desk-ports.ts'
import type { PayRefusal } from './pay-view-model.ts'

const pollEveryMs = 1500

type PayCodeState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'creating' }
  | { readonly kind: 'refused'; readonly refusal: PayRefusal }
  | { readonly kind: 'failed'; readonly failure: Problem }
  /** `offline`: the last look got no answer; the next one is on its way. */
  | { readonly kind: 'waiting'; readonly payCode: PayCode; readonly offline: boolean; readonly cancelling: boolean }
  | { readonly kind: 'over'; readonly how: 'expired' | 'cancelled' }
  | { readonly kind: 'paid'; readonly payment: Payment }

interface PayCodeModel {
  readonly state: PayCodeState
  create(): Promise<void>
  cancel(): Promise<void>
  settled(payment: Payment): void
  dispose(): void
}

export function createPayCodeModel(
  ports: Pick<DeskPorts, 'client' | 'after' | 'newKey' | 'onVisitClosed'>,
  intent: { readonly visitId: string; readonly allocations: readonly Allocation[] },
  onPaid: (payment: Payment) => void,
) {
  return createStore<PayCodeModel>()((set, get) => {
    const { visitId } = intent
    let key = ports.newKey()
    let callOff = () => {}
    let alive = true

    const again = (payCodeId: string) => {
      callOff()
      if (alive) callOff = ports.after(pollEveryMs, () => void poll(payCodeId))
    }

    const paid = (payment: Payment) => {
      callOff()
      if (get().state.kind === 'paid') return
      set({ state: { kind: 'paid', payment } })
      onPaid(payment)
    }

    const show = (payCode: PayCode) => {
      if (payCode.payment) return paid(payCode.payment)
      if (payCode.status === 'waiting') {
        const { state } = get()
        const cancelling = state.kind === 'waiting' && state.cancelling
        set({ state: { kind: 'waiting', payCode, offline: false, cancelling } })
        return again(payCode.payCodeId)
      }
      // A dead pay-code is not revived; the next one is another intention.
      key = ports.newKey()
      set({ state: { kind: 'over', how: payCode.status === 'cancelled' ? 'cancelled' : 'expired' } })
    }

    const poll = async (payCodeId: string) => {
      try {
        const payCode = await ports.client.payments.payCodeState({ visitId, payCodeId })
        if (get().state.kind !== 'waiting') return
        if (payCode) show(payCode)
        else set({ state: { kind: 'over', how: 'cancelled' } })
      } catch (error) {
        const failure = visitProblem(ports, error)
        const { state } = get()
        if (failure.kind === 'visit_closed' || state.kind !== 'waiting') return
        set({ state: { ...state, offline: true } })
        again(payCodeId)
      }
    }

    return {
      state: { kind: 'idle' },
      create: async () => {
        const { kind } = get().state
        if (kind === 'creating' || kind === 'waiting' || kind === 'paid') return
        alive = true
        set({ state: { kind: 'creating' } })
        try {
          const body = { visitId, key, allocations: [...intent.allocations] }
          const outcome = await ports.client.payments.createPayCode(body)
          if (outcome.outcome === 'done') return show(outcome.payCode)
          key = ports.newKey()
          set({ state: { kind: 'refused', refusal: outcome } })
        } catch (error) {
          // The key stays, so trying again after a lost answer shows the same pay-code and makes no second one.
          set({ state: { kind: 'failed', failure: visitProblem(ports, error) } })
        }
      },
      cancel: async () => {
        const { state } = get()
        if (state.kind !== 'waiting' || state.cancelling) return
        callOff()
        set({ state: { ...state, cancelling: true } })
        const { payCodeId } = state.payCode
        try {
          await ports.client.payments.cancelPayCode({ visitId, payCodeId })
        } catch (error) {
          visitProblem(ports, error)
        }
        // Whatever the answer was, the pay-code's own state is the truth: cancelled, or paid a moment before.
        const after = get().state
        if (after.kind === 'waiting') set({ state: { ...after, cancelling: false } })
        await poll(payCodeId)
      },
      settled: paid,
      dispose: () => {
        alive = false
        callOff()
      },
    }
  })
}

export type PayCodeStore = ReturnType<typeof createPayCodeModel>
