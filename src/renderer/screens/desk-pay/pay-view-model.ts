/**
 * Taking one payment in cash, by card or by transfer. One key stands for what the clerk means to do; it is kept until
 * the office has answered, so a double click or a retry is one payment. When the answer is lost the office is asked
 * what became of the key: the clerk sees "paid" or "not paid", never something in between.
 */
import { createStore } from 'zustand/vanilla'
import type { Allocation, Payment, PayOutcome } from '../../../contract/payments.ts'
import { type Problem, problemOf } from '../../client/problem.ts'
import { withDeadline } from '../desk/deadline.ts'
import type { DeskPorts } from '../desk/desk-ports.ts'

const countedMethods = ['cash', 'card', 'transfer'] as const
type CountedMethod = (typeof countedMethods)[number]
export type PayRefusal = Extract<PayOutcome, { outcome: 'refused' }>

export type PayState =
  | {
      readonly kind: 'filling'
      readonly refusal: PayRefusal | null
      readonly failure: Problem | null
      /** The answer was lost and the office said that nothing was paid. */
      readonly notPaid: boolean
    }
  | { readonly kind: 'paying' }
  | { readonly kind: 'checking' }
  | { readonly kind: 'paid'; readonly payment: Payment }

interface PayModel {
  readonly state: PayState
  readonly method: CountedMethod
  /** Null until the clerk typed a sum that can be read. */
  readonly tenderedMinor: number | null
  readonly reference: string
  use(method: CountedMethod): void
  tender(amountMinor: number | null): void
  refer(reference: string): void
  pay(): Promise<void>
}

/** How long an answer may take before the office is asked what became of the payment. */
const answerWithinMs = 10_000
const askAgainMs = [500, 1000, 2000, 4000] as const

const filling = { kind: 'filling', refusal: null, failure: null, notPaid: false } as const

export function createPayModel(
  ports: Pick<DeskPorts, 'client' | 'after' | 'newKey' | 'onVisitClosed' | 'unanswered'>,
  intent: { readonly visitId: string; readonly allocations: readonly Allocation[] },
  onPaid: (payment: Payment) => void,
) {
  return createStore<PayModel>()((set, get) => {
    let key = ports.newKey()

    const amountMinor = intent.allocations.reduce((sum, share) => sum + share.amountMinor, 0)
    /** The clerk has been told what became of it. */
    const told = () => {
      ports.unanswered?.forget(key)
      // Where this is lost, the next sign-in says it once more.
      ports.client.payments.told({ keys: [key] }).catch(() => undefined)
    }

    const paid = (payment: Payment) => {
      told()
      set({ state: { kind: 'paid', payment } })
      onPaid(payment)
    }

    const wait = (ms: number) => new Promise<void>((resolve) => ports.after(ms, resolve))

    const settleDoubt = async () => {
      set({ state: { kind: 'checking' } })
      for (let asked = 0; ; asked += 1) {
        try {
          const found = await withDeadline(ports, answerWithinMs, (signal) =>
            ports.client.payments.find({ visitId: intent.visitId, key }, { signal }),
          )
          // The key stays: should the lost request still arrive late, the next try is the same payment or is refused.
          if (found.outcome === 'paid') return paid(found.payment)
          told()
          return set({ state: { ...filling, notPaid: true } })
        } catch (error) {
          const failure = problemOf(error)
          if (failure.kind === 'visit_closed') return ports.onVisitClosed()
          if (failure.kind === 'signed_out' || failure.kind === 'forbidden')
            return set({ state: { ...filling, failure } })
          await wait(askAgainMs[Math.min(asked, askAgainMs.length - 1)] ?? 4000)
        }
      }
    }

    const judge = async (outcome: PayOutcome) => {
      if (outcome.outcome === 'paid') return paid(outcome.payment)
      if (outcome.reason === 'key_reused') return settleDoubt()
      told()
      key = ports.newKey()
      set({ state: { ...filling, refusal: outcome } })
    }

    const settleFailure = async (failure: Problem) => {
      if (failure.kind === 'visit_closed') {
        told()
        return ports.onVisitClosed()
      }
      // Without an answer, or after a defect of ours, the payment may be on disk. Everything else wrote nothing.
      if (failure.kind === 'unreachable' || failure.kind === 'internal') return settleDoubt()
      told()
      set({ state: { ...filling, failure } })
    }

    const edit = (change: Partial<Pick<PayModel, 'method' | 'tenderedMinor' | 'reference'>>) => {
      if (get().state.kind === 'filling') set({ ...change, state: filling })
    }

    return {
      state: filling,
      method: 'cash',
      tenderedMinor: null,
      reference: '',
      use: (method) => edit({ method }),
      tender: (tenderedMinor) => edit({ tenderedMinor }),
      refer: (reference) => edit({ reference }),
      pay: async () => {
        const { state, method, tenderedMinor, reference } = get()
        if (state.kind !== 'filling') return
        if (method === 'cash' ? tenderedMinor === null : reference.trim() === '') return
        set({ state: { kind: 'paying' } })
        ports.unanswered?.put({ key, amountMinor })
        const proof = method === 'cash' ? { tenderedMinor: tenderedMinor ?? 0 } : { reference: reference.trim() }
        const body = { visitId: intent.visitId, key, method, allocations: [...intent.allocations], ...proof }
        try {
          await judge(
            await withDeadline(ports, answerWithinMs, (signal) => ports.client.payments.pay(body, { signal })),
          )
        } catch (error) {
          await settleFailure(problemOf(error))
        }
      },
    }
  })
}

export type PayStore = ReturnType<typeof createPayModel>
