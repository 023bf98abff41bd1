/**
 * Paying by a pay-code: one key for one intention, so that a retry or a double tap is one payment. The money counts
 * once the host says `settled`.
 */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Bill } from '../../../contract/billing.ts'
import type { PayCode, Payment, PayOutcome } from '../../../contract/payments.ts'
import type { Client } from '../../client/client.ts'
import { newIdempotencyKey } from '../../client/clock.ts'
import { type Problem, problemOf } from '../../client/problem.ts'

export type PayRefusal = Extract<PayOutcome, { outcome: 'refused' }>['reason']

export type PayState =
  | { readonly step: 'creating' }
  | {
      readonly step: 'waiting'
      readonly payCode: PayCode
      readonly cancelling: boolean
      readonly problem: Problem | null
    }
  | { readonly step: 'refused'; readonly reason: PayRefusal }
  | { readonly step: 'failed'; readonly problem: Problem }
  | { readonly step: 'over'; readonly why: 'cancelled' | 'expired' }
  | { readonly step: 'settled' }

interface Model {
  readonly state: PayState
  readonly create: () => Promise<void>
  /** Asks once what became of the pay-code. */
  readonly poll: () => Promise<void>
  readonly cancel: () => Promise<void>
  /** A new pay-code for the same bills, after the last one ran out. */
  readonly again: () => Promise<void>
}

export type PayStore = StoreApi<Model>

interface PayPorts {
  readonly client: Client
  readonly visitId: string
  readonly bills: readonly Bill[]
  readonly onSettled: (payment: Payment) => void
  readonly onCancelled: () => void
}

/** True while leaving would cut a payment off. */
export const isPaying = (state: PayState): boolean => state.step === 'creating' || state.step === 'waiting'

export function createPayStore({ client, visitId, bills, onSettled, onCancelled }: PayPorts): PayStore {
  let key = newIdempotencyKey()
  let asking = false
  const allocations = bills.map(({ billId, balanceMinor }) => ({ billId, amountMinor: balanceMinor }))

  return createStore<Model>()((set, get) => {
    const waiting = () => {
      const { state } = get()
      return state.step === 'waiting' ? state : null
    }
    const take = (payCode: PayCode) => {
      if (payCode.status === 'waiting') {
        set({ state: { step: 'waiting', payCode, cancelling: waiting()?.cancelling ?? false, problem: null } })
      } else if (payCode.status === 'settled' && payCode.payment !== null) {
        set({ state: { step: 'settled' } })
        onSettled(payCode.payment)
      } else {
        set({ state: { step: 'over', why: payCode.status === 'cancelled' ? 'cancelled' : 'expired' } })
      }
    }
    return {
      state: { step: 'creating' },
      create: async () => {
        if (asking) return
        asking = true
        set({ state: { step: 'creating' } })
        try {
          const outcome = await client.payments.createPayCode({ visitId, key, allocations })
          if (outcome.outcome === 'done') take(outcome.payCode)
          else set({ state: { step: 'refused', reason: outcome.reason } })
        } catch (error) {
          // The same key goes with the next try: if this one did arrive after all, it is found and not made twice.
          set({ state: { step: 'failed', problem: problemOf(error) } })
        } finally {
          asking = false
        }
      },
      poll: async () => {
        const state = waiting()
        if (!state) return
        const { payCodeId } = state.payCode
        try {
          const payCode = await client.payments.payCodeState({ visitId, payCodeId })
          if (waiting()?.payCode.payCodeId !== payCodeId) return
          if (payCode === null) set({ state: { step: 'over', why: 'expired' } })
          else take(payCode)
        } catch (error) {
          const still = waiting()
          if (still) set({ state: { ...still, problem: problemOf(error) } })
        }
      },
      cancel: async () => {
        const state = waiting()
        if (!state || state.cancelling) return
        set({ state: { ...state, cancelling: true, problem: null } })
        try {
          const { payCodeId } = state.payCode
          const { outcome } = await client.payments.cancelPayCode({ visitId, payCodeId })
          if (outcome === 'done') return onCancelled()
          // Too late: the money has come or the time is up. What it was, the next look tells.
          const still = waiting()
          if (still) set({ state: { ...still, cancelling: false } })
          await get().poll()
        } catch (error) {
          const still = waiting()
          if (still) set({ state: { ...still, cancelling: false, problem: problemOf(error) } })
        }
      },
      again: async () => {
        key = newIdempotencyKey()
        await get().create()
      },
    }
  })
}
