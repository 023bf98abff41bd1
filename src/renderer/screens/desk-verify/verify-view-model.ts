/** Reading the code back: one challenge at a time, its delivery as it happens, and every way on from every answer. */
import { createStore } from 'zustand/vanilla'
import type {
  Challenge,
  DeliveryState,
  SendOutcome,
  SendRefusal,
  VerifyOutcome,
} from '../../../contract/verification.ts'
import { type Problem, problemOf } from '../../client/problem.ts'
import type { DeskPorts } from '../desk/desk-ports.ts'
import type { Way } from '../desk-customer/customer-view-model.ts'

/** Answers after which this challenge takes no more codes. */
export type DeadEnd = Extract<
  VerifyOutcome,
  { outcome: 'expired' | 'too_many_tries' | 'superseded' | 'nothing_asked' | 'locked' | 'blocked' }
>
type Choices = Extract<VerifyOutcome, { outcome: 'choose' }>['customers']

export type VerifyState =
  | { readonly kind: 'entering'; readonly wrong: boolean }
  | { readonly kind: 'verifying' }
  | { readonly kind: 'choosing'; readonly customers: Choices; readonly busy: boolean }
  | { readonly kind: 'refused'; readonly outcome: DeadEnd }
  | { readonly kind: 'done' }

interface VerifyModel {
  readonly state: VerifyState
  readonly challenge: Challenge
  readonly contactId: string
  readonly code: string
  readonly triesLeft: number
  /** Null until the office says something about the message. */
  readonly delivery: DeliveryState | null
  readonly sending: boolean
  readonly refusal: SendRefusal | null
  readonly failure: Problem | null
  type(code: string): void
  submit(): Promise<void>
  choose(customerId: string): Promise<void>
  /** A new code: to the same contact where the challenge lives, else as if asked for anew. */
  resend(): Promise<void>
  sendInstead(way: Way): Promise<void>
  /** Follows the message until its fate is final; `dispose` stops it. */
  follow(): void
  dispose(): void
}

/** How long to wait before listening again after the connection dropped. */
const listenAgainMs = 1500

export function createVerifyModel(
  ports: Pick<DeskPorts, 'client' | 'after'>,
  start: { readonly customerId: string; readonly contactId: string; readonly challenge: Challenge },
  told: {
    readonly onVerified: (visitId: string) => void
    readonly onChallenge: (contactId: string, challenge: Challenge) => void
  },
) {
  return createStore<VerifyModel>()((set, get) => {
    let listening: AbortController | null = null

    const hear = (delivery: DeliveryState) =>
      set({ delivery, challenge: { ...get().challenge, expiresAtMs: delivery.expiresAtMs } })

    const listen = async (challengeId: string, mine: AbortController) => {
      try {
        const states = await ports.client.verification.watch({ challengeId }, { signal: mine.signal })
        for await (const delivery of states) {
          if (listening !== mine) return
          hear(delivery)
          if (delivery.final) return
        }
      } catch {
        // A dropped connection says nothing about the message; listen again and the office repeats the latest state.
      }
      if (listening === mine) ports.after(listenAgainMs, () => listening === mine && void listen(challengeId, mine))
    }

    const begin = (challenge: Challenge, contactId: string) => {
      set({
        challenge,
        contactId,
        code: '',
        triesLeft: challenge.triesLeft,
        delivery: null,
        refusal: null,
        failure: null,
        state: { kind: 'entering', wrong: false },
      })
      told.onChallenge(contactId, challenge)
      get().follow()
    }

    const ask = async (contactId: string, request: () => Promise<SendOutcome>) => {
      if (get().sending) return
      set({ sending: true, refusal: null, failure: null })
      try {
        const outcome = await request()
        if (outcome.outcome === 'sent') begin(outcome.challenge, contactId)
        else set({ refusal: outcome })
      } catch (error) {
        set({ failure: problemOf(error) })
      }
      set({ sending: false })
    }

    const startAnew = (way: Way) =>
      ask(way.contactId, () => ports.client.verification.start({ customerId: start.customerId, ...way }))

    const judge = (outcome: VerifyOutcome) => {
      if (outcome.outcome === 'verified') {
        get().dispose()
        set({ state: { kind: 'done' }, code: '' })
        return told.onVerified(outcome.visitId)
      }
      if (outcome.outcome === 'choose')
        return set({ state: { kind: 'choosing', customers: outcome.customers, busy: false } })
      if (outcome.outcome === 'wrong')
        return set({ state: { kind: 'entering', wrong: true }, code: '', triesLeft: outcome.triesLeft })
      set({ state: { kind: 'refused', outcome }, code: '' })
    }

    return {
      state: { kind: 'entering', wrong: false },
      challenge: start.challenge,
      contactId: start.contactId,
      code: '',
      triesLeft: start.challenge.triesLeft,
      delivery: null,
      sending: false,
      refusal: null,
      failure: null,
      type: (code) => {
        const { state } = get()
        if (state.kind !== 'entering') return
        // A new digit answers the last refusal, so the words about it go; an emptied field alone leaves them.
        set({ code, failure: null, ...(code === '' ? {} : { state: { kind: 'entering', wrong: false } }) })
      },
      submit: async () => {
        const { state, code, challenge } = get()
        if (state.kind !== 'entering' || code.trim() === '') return
        set({ state: { kind: 'verifying' }, failure: null })
        try {
          judge(await ports.client.verification.verify({ challengeId: challenge.challengeId, code }))
        } catch (error) {
          set({ state: { kind: 'entering', wrong: false }, failure: problemOf(error) })
        }
      },
      choose: async (customerId) => {
        const { state, challenge } = get()
        if (state.kind !== 'choosing' || state.busy) return
        set({ state: { ...state, busy: true }, failure: null })
        try {
          judge(await ports.client.verification.choose({ challengeId: challenge.challengeId, customerId }))
        } catch (error) {
          set({ state: { ...state, busy: false }, failure: problemOf(error) })
        }
      },
      resend: async () => {
        const { challenge, contactId, state } = get()
        if (state.kind === 'refused') return startAnew({ contactId, channel: challenge.channel })
        return ask(contactId, () => ports.client.verification.resend({ challengeId: challenge.challengeId }))
      },
      sendInstead: startAnew,
      follow: () => {
        listening?.abort()
        const mine = new AbortController()
        listening = mine
        void listen(get().challenge.challengeId, mine)
      },
      dispose: () => {
        listening?.abort()
        listening = null
      },
    }
  })
}

export type VerifyStore = ReturnType<typeof createVerifyModel>
