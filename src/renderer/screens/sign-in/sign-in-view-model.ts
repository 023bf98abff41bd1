/** Signing in: name and password, then the second factor, then a new password where one is due; or a PIN by who was here. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { FactorKind, FactorWay, StaffMember } from '../../../contract/session.ts'
import type { SentCode } from '../../../contract/sign-in.ts'
import type { Locale } from '../../../contract/values.ts'
import type { Client } from '../../client/client.ts'
import { isPin, pinDigits } from '../../ui/pin.ts'
import { failureOf, notSent, type Refusal, refusalOf } from './refusal.ts'

export type SignInStep =
  | { readonly step: 'password' }
  | { readonly step: 'pin'; readonly who: StaffMember }
  | {
      readonly step: 'factor'
      readonly ways: readonly FactorWay[]
      readonly way: FactorWay
      readonly sent: SentCode | null
    }
  | { readonly step: 'new_password' }
  | { readonly step: 'forgotten' }

interface SignInModel {
  readonly at: SignInStep
  readonly name: string
  /** What is typed in this step: a password, a PIN or a code. Never outlives the step. */
  readonly secret: string
  readonly people: readonly StaffMember[]
  /** True where a scanned badge may bring somebody back. */
  readonly badges: boolean
  readonly busy: boolean
  readonly refusal: Refusal | null
  load(): Promise<void>
  typeName(name: string): void
  type(secret: string): void
  choose(who: StaffMember): void
  /** A badge was scanned; a reader types it wherever the cursor is. */
  scan(badge: string): Promise<void>
  chooseWay(way: FactorWay): Promise<void>
  sendAgain(): Promise<void>
  forget(): void
  back(): void
  /** The lock has run out. */
  unlock(): void
  submit(): Promise<void>
}

export type SignInStore = StoreApi<SignInModel>

export interface SignInPorts {
  readonly client: Client
  readonly locale: () => Locale
  readonly onSignedIn: () => Promise<void> | void
}

/** The ways that wait for a message; the others have their code at hand. */
export const sends = (kind: FactorKind): kind is 'email' | 'sms' | 'whatsapp' => kind !== 'totp' && kind !== 'recovery'

export function createSignInStore({ client, locale, onSignedIn }: SignInPorts): SignInStore {
  return createStore<SignInModel>()((set, get) => {
    const goTo = (at: SignInStep) => set({ at, secret: '', busy: false, refusal: null })
    const refuse = (refusal: Refusal) => set({ secret: '', busy: false, refusal })

    type Answer = Awaited<ReturnType<Client['session']['signIn']>> | Awaited<ReturnType<Client['signIn']['answer']>>
    const take = async (answer: Answer | Awaited<ReturnType<Client['signIn']['choosePassword']>>) => {
      switch (answer.outcome) {
        case 'done':
          set({ secret: '', refusal: null })
          return await onSignedIn()
        case 'new_password':
          return goTo({ step: 'new_password' })
        case 'second_factor': {
          const [way] = answer.ways
          if (way === undefined) return refuse({ kind: 'over' })
          goTo({ step: 'factor', ways: answer.ways, way, sent: null })
          return await get().chooseWay(way)
        }
        case 'over':
          goTo({ step: 'password' })
          return refuse({ kind: 'over' })
        default:
          return refuse(refusalOf(answer))
      }
    }

    const ask = async (at: SignInStep, secret: string): Promise<void> => {
      switch (at.step) {
        case 'password':
          return take(await client.session.signIn({ name: get().name.trim(), password: secret }))
        case 'pin':
          return take(await client.session.switchTo({ staffId: at.who.staffId, pin: secret }))
        case 'factor':
          return take(await client.signIn.answer({ kind: at.way.kind, code: secret }))
        case 'new_password':
          return take(await client.signIn.choosePassword({ password: secret }))
        case 'forgotten':
          return
      }
    }

    const send = async (at: Extract<SignInStep, { step: 'factor' }>) => {
      if (!sends(at.way.kind)) return
      set({ busy: true, refusal: null })
      try {
        const sent = await client.signIn.sendCode({ channel: at.way.kind, locale: locale() })
        if (sent.outcome === 'sent') return set({ at: { ...at, sent }, secret: '', busy: false })
        if (sent.outcome === 'refused') return refuse(notSent(sent))
        await take(sent)
      } catch (error) {
        refuse(failureOf(error))
      }
    }

    return {
      at: { step: 'password' },
      name: '',
      secret: '',
      people: [],
      badges: false,
      busy: false,
      refusal: null,
      load: async () => {
        try {
          const [people, badges] = await Promise.all([client.session.switchable(), client.session.badges()])
          set({ people, badges })
        } catch {
          // Short cuts only: name and password work without them.
          set({ people: [], badges: false })
        }
      },
      typeName: (name) => set({ name, refusal: null }),
      type: (typed) => {
        const { at, busy, refusal } = get()
        if (busy || refusal?.kind === 'locked') return
        const secret = at.step === 'pin' ? typed.slice(0, pinDigits.max) : typed
        set({ secret, refusal: typed === '' ? refusal : null })
      },
      scan: async (badge) => {
        const { at, busy, badges } = get()
        if (at.step !== 'password' || busy || !badges) return
        set({ busy: true, refusal: null, name: '', secret: '' })
        try {
          const answer = await client.session.switchByBadge({ badge })
          if (answer.outcome === 'wrong') return refuse({ kind: 'badge' })
          await take(answer)
        } catch (error) {
          refuse(failureOf(error))
        }
      },
      choose: (who) => goTo({ step: 'pin', who }),
      chooseWay: async (way) => {
        const { at, busy } = get()
        if (at.step !== 'factor' || busy) return
        const next = { ...at, way, sent: null }
        goTo(next)
        await send(next)
      },
      sendAgain: async () => {
        const { at, busy } = get()
        if (at.step === 'factor' && !busy) await send(at)
      },
      forget: () => goTo({ step: 'forgotten' }),
      back: () => goTo({ step: 'password' }),
      unlock: () => set({ refusal: null }),
      submit: async () => {
        const { at, secret, name, busy, refusal } = get()
        if (busy || secret === '' || refusal?.kind === 'locked') return
        if ((at.step === 'pin' && !isPin(secret)) || (at.step === 'password' && name.trim() === '')) return
        set({ busy: true, refusal: null })
        try {
          await ask(at, secret)
        } catch (error) {
          refuse(failureOf(error))
        }
      },
    }
  })
}
