/** A forgotten password: contact and way, the code, the new password. Nothing tells known contacts from unknown ones. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { SentCode } from '../../../contract/sign-in.ts'
import type { Channel, Locale } from '../../../contract/values.ts'
import type { Client } from '../../client/client.ts'
import { failureOf, notSent, type Refusal, refusalOf } from './refusal.ts'

type ForgottenStep =
  | { readonly step: 'contact' }
  | { readonly step: 'code'; readonly sent: SentCode }
  | { readonly step: 'password'; readonly challengeId: string }
  | { readonly step: 'done' }

interface ForgottenModel {
  readonly at: ForgottenStep
  readonly contact: string
  readonly channel: Channel
  readonly secret: string
  readonly busy: boolean
  readonly refusal: Refusal | null
  typeContact(contact: string): void
  chooseChannel(channel: Channel): void
  type(secret: string): void
  unlock(): void
  back(): void
  sendAgain(): Promise<void>
  submit(): Promise<void>
}

export type ForgottenStore = StoreApi<ForgottenModel>

export function createForgottenStore(client: Client, channel: Channel, locale: () => Locale): ForgottenStore {
  return createStore<ForgottenModel>()((set, get) => {
    const refuse = (refusal: Refusal) => set({ secret: '', busy: false, refusal })
    const goTo = (at: ForgottenStep) => set({ at, secret: '', busy: false, refusal: null })

    const send = async () => {
      const { contact, channel } = get()
      const sent = await client.signIn.forgot({ contact: contact.trim(), channel, locale: locale() })
      if (sent.outcome === 'sent') goTo({ step: 'code', sent })
      else refuse(sent.outcome === 'refused' ? notSent(sent) : { kind: 'over' })
    }

    const ask = async ({ at, secret }: ForgottenModel): Promise<void> => {
      switch (at.step) {
        case 'contact':
          return send()
        case 'code': {
          const { challengeId } = at.sent
          const proof = await client.signIn.proveContact({ challengeId, code: secret })
          return proof.outcome === 'proven' ? goTo({ step: 'password', challengeId }) : refuse(refusalOf(proof))
        }
        case 'password': {
          const { challengeId } = at
          const reset = await client.signIn.resetPassword({ challengeId, password: secret })
          if (reset.outcome === 'done') return goTo({ step: 'done' })
          // The proof is over: nothing can be done here any more, a new code can.
          if (reset.outcome === 'over') goTo({ step: 'contact' })
          return refuse(refusalOf(reset))
        }
        case 'done':
          return
      }
    }

    const guarded = async (work: () => Promise<void>) => {
      if (get().busy || get().refusal?.kind === 'locked') return
      set({ busy: true, refusal: null })
      try {
        await work()
      } catch (error) {
        refuse(failureOf(error))
      }
    }

    return {
      at: { step: 'contact' },
      contact: '',
      channel,
      secret: '',
      busy: false,
      refusal: null,
      typeContact: (contact) => set({ contact, refusal: null }),
      chooseChannel: (channel) => set({ channel, refusal: null }),
      type: (secret) => {
        const { busy, refusal } = get()
        if (!busy && refusal?.kind !== 'locked') set({ secret, refusal: secret === '' ? refusal : null })
      },
      unlock: () => set({ refusal: null }),
      back: () => goTo({ step: 'contact' }),
      sendAgain: () => guarded(send),
      submit: async () => {
        const { at, contact, secret } = get()
        if (at.step === 'contact' ? contact.trim() === '' : secret === '') return
        await guarded(() => ask(get()))
      },
    }
  })
}
