/** Who is it? One question at a time: by what, which one, and for phones by which channel. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Channel, Locale } from '../../../contract/values.ts'
import type { Challenge, SendRefusal } from '../../../contract/verification.ts'
import type { Client } from '../../client/client.ts'
import { type Problem, problemOf } from '../../client/problem.ts'
import { asciiDigits } from '../../ui/digits.ts'

export type IdentifierKind = 'phone' | 'email' | 'account'
type PhoneChannel = Extract<Channel, 'sms' | 'whatsapp'>

type IdentifyFault =
  | { readonly kind: 'refused'; readonly refusal: SendRefusal }
  | { readonly kind: 'problem'; readonly problem: Problem }

type IdentifyState =
  | { readonly step: 'by_what' }
  | {
      readonly step: 'which'
      readonly kind: IdentifierKind
      readonly text: string
      readonly fault: IdentifyFault | null
    }
  | { readonly step: 'channel'; readonly text: string }
  | { readonly step: 'sending'; readonly kind: IdentifierKind; readonly text: string }

interface IdentifyActions {
  readonly choose: (kind: IdentifierKind) => void
  /** An authenticator app will answer: no channel is needed, and nothing is sent. */
  readonly useApp: () => void
  readonly type: (text: string) => void
  readonly press: (characters: string) => void
  readonly erase: () => void
  /** False where there is nothing to go back to inside this screen. */
  readonly back: () => boolean
  readonly submit: () => Promise<void>
  readonly submitBy: (channel: PhoneChannel) => Promise<void>
  readonly scan: (account: string) => Promise<void>
}

interface IdentifyModel extends IdentifyActions {
  readonly state: IdentifyState
  readonly byApp: boolean
}

export type IdentifyStore = StoreApi<IdentifyModel>

interface IdentifyPorts {
  readonly client: Client
  readonly channels: readonly Channel[]
  readonly locale: () => Locale
  readonly onSent: (challenge: Challenge, byApp: boolean) => void
}

/** The contract's bound of an identifier. */
const maxLength = 254

/** The ways to identify oneself that can lead to a code now. */
export function kindsOf(channels: readonly Channel[]): readonly IdentifierKind[] {
  const phone = channels.includes('sms') || channels.includes('whatsapp')
  const email = channels.includes('email')
  const kinds: [IdentifierKind, boolean][] = [
    ['phone', phone],
    ['email', email],
    ['account', phone || email],
  ]
  return kinds.filter(([, possible]) => possible).map(([kind]) => kind)
}

/** Enough typed for the primary action to make sense; whether it is right only the host knows, and doesn't tell. */
export function isComplete(kind: IdentifierKind, text: string): boolean {
  const trimmed = text.trim()
  if (kind === 'email') return /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(trimmed)
  if (kind === 'phone') return asciiDigits(trimmed).replace(/\D/g, '').length >= 6
  return trimmed.length >= 2
}

export function createIdentifyStore({ client, channels, locale, onSent }: IdentifyPorts): IdentifyStore {
  const phoneChannels = channels.filter((channel): channel is PhoneChannel => channel !== 'email')

  return createStore<IdentifyModel>()((set, get) => {
    const which = () => {
      const { state } = get()
      return state.step === 'which' ? state : null
    }
    const send = async (kind: IdentifierKind, text: string, channel?: Channel) => {
      const { byApp } = get()
      set({ state: { step: 'sending', kind, text } })
      const refuse = (fault: IdentifyFault) => set({ state: { step: 'which', kind, text, fault } })
      try {
        const identifier = text.trim()
        const outcome = await client.verification.identify({
          identifier,
          locale: locale(),
          ...(channel === undefined ? {} : { channel }),
          ...(byApp ? { byApp } : {}),
        })
        if (outcome.outcome === 'sent') onSent(outcome.challenge, byApp)
        else refuse({ kind: 'refused', refusal: outcome })
      } catch (error) {
        refuse({ kind: 'problem', problem: problemOf(error) })
      }
    }
    return {
      state: { step: 'by_what' },
      byApp: false,
      useApp: () => set({ byApp: true }),
      choose: (kind) => set({ state: { step: 'which', kind, text: '', fault: null } }),
      type: (raw) => {
        const state = which()
        if (!state) return
        const text = (state.kind === 'email' ? raw : asciiDigits(raw)).slice(0, maxLength)
        set({ state: { ...state, text, fault: null } })
      },
      press: (characters) => get().type((which()?.text ?? '') + characters),
      erase: () => get().type((which()?.text ?? '').slice(0, -1)),
      back: () => {
        const { state } = get()
        if (state.step === 'channel') {
          set({ state: { step: 'which', kind: 'phone', text: state.text, fault: null } })
          return true
        }
        if (state.step === 'by_what' && get().byApp) {
          set({ byApp: false })
          return true
        }
        if (state.step !== 'which') return false
        set({ state: { step: 'by_what' } })
        return true
      },
      submit: async () => {
        const state = which()
        if (!state || !isComplete(state.kind, state.text)) return
        const { kind, text } = state
        if (get().byApp) return await send(kind, text)
        if (kind === 'phone' && phoneChannels.length > 1) return set({ state: { step: 'channel', text } })
        if (kind === 'email') return await send(kind, text, 'email')
        await send(kind, text, kind === 'phone' ? phoneChannels[0] : undefined)
      },
      submitBy: async (channel) => {
        const { state } = get()
        if (state.step === 'channel') await send('phone', state.text, channel)
      },
      scan: async (account) => {
        const { state } = get()
        if (state.step === 'by_what') await send('account', account)
      },
    }
  })
}
