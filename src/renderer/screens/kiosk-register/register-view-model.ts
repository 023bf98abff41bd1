/** A newcomer's own words, one question at a time at the kiosk, all at once at the desk; then the code. */
import { createStore } from 'zustand/vanilla'
import type { RegisterOutcome, Registrant } from '../../../contract/identity.ts'
import type { Channel, ContactKind, Locale } from '../../../contract/values.ts'
import type { Challenge, SendRefusal } from '../../../contract/verification.ts'
import { type Problem, problemOf } from '../../client/problem.ts'
import { isComplete } from '../kiosk-identify/identify-view-model.ts'

/** What was typed so far; it comes back where the contact has to be corrected. */
export interface RegisterDraft {
  readonly name: string
  readonly address: string
  readonly ward: string
  readonly contact: string
  readonly kind: ContactKind
}

export type RegisterField = Exclude<keyof RegisterDraft, 'kind'>
const registerSteps = ['name', 'address', 'ward', 'by_what', 'contact'] as const
type RegisterStep = (typeof registerSteps)[number]

export type RegisterFault =
  | { readonly kind: 'refused'; readonly refusal: SendRefusal }
  | { readonly kind: 'known'; readonly customers: Extract<RegisterOutcome, { outcome: 'known' }>['customers'] }
  | { readonly kind: 'problem'; readonly problem: Problem }

interface RegisterModel {
  readonly step: RegisterStep
  readonly draft: RegisterDraft
  readonly busy: boolean
  readonly fault: RegisterFault | null
  type(field: RegisterField, text: string): void
  choose(kind: ContactKind): void
  /** On to the next question, or after the last one to the code. */
  next(): Promise<void>
  /** False where there is nothing to go back to. */
  back(): boolean
  send(): Promise<void>
}

/** Bounds of the contract. */
export const longest: Readonly<Record<RegisterField, number>> = { name: 200, address: 400, ward: 120, contact: 254 }

const blank: RegisterDraft = { name: '', address: '', ward: '', contact: '', kind: 'phone' }

/** The kinds of contact that a code can reach now. */
export function contactKinds(channels: readonly Channel[]): readonly ContactKind[] {
  const phone = channels.some((channel) => channel !== 'email')
  return [...(phone ? (['phone'] as const) : []), ...(channels.includes('email') ? (['email'] as const) : [])]
}

/** Whether the answer of this step is enough to go on; address and ward may stay empty. */
export function isAnswered(step: RegisterStep, draft: RegisterDraft): boolean {
  if (step === 'name') return draft.name.trim().length >= 2
  // At the desk there is one field for both; an address says itself what it is.
  const kind = draft.contact.includes('@') ? 'email' : draft.kind
  return step !== 'contact' || isComplete(kind, draft.contact)
}

export const mayBeSent = (draft: RegisterDraft): boolean => isAnswered('name', draft) && isAnswered('contact', draft)

interface RegisterPorts {
  /** The kiosk's ask, or the desk's. */
  readonly ask: (registrant: Registrant) => Promise<RegisterOutcome>
  readonly channels: readonly Channel[]
  readonly locale: () => Locale
  readonly draft: RegisterDraft | null
  readonly onSent: (challenge: Challenge, draft: RegisterDraft) => void
}

export function createRegisterModel({ ask, channels, locale, draft, onSent }: RegisterPorts) {
  const [only, second] = contactKinds(channels)
  const steps = registerSteps.filter((step) => step !== 'by_what' || second !== undefined)
  return createStore<RegisterModel>()((set, get) => ({
    step: draft === null ? 'name' : 'contact',
    draft: draft ?? { ...blank, kind: only ?? 'phone' },
    busy: false,
    fault: null,
    type: (field, text) => {
      if (!get().busy) set({ draft: { ...get().draft, [field]: text.slice(0, longest[field]) }, fault: null })
    },
    choose: (kind) => set({ draft: { ...get().draft, kind, contact: '' }, step: 'contact', fault: null }),
    next: async () => {
      const { step, draft } = get()
      if (!isAnswered(step, draft)) return
      const following = steps[steps.indexOf(step) + 1]
      if (following === undefined) return await get().send()
      set({ step: following, fault: null })
    },
    back: () => {
      const before = steps[steps.indexOf(get().step) - 1]
      if (before === undefined) return false
      set({ step: before, fault: null })
      return true
    },
    send: async () => {
      const { draft, busy } = get()
      if (busy || !mayBeSent(draft)) return
      set({ busy: true, fault: null })
      try {
        const { kind: _, ...fields } = draft
        const outcome = await ask({ ...fields, locale: locale() })
        set({ busy: false })
        if (outcome.outcome === 'sent') return onSent(outcome.challenge, draft)
        const fault: RegisterFault =
          outcome.outcome === 'known'
            ? { kind: 'known', customers: outcome.customers }
            : { kind: 'refused', refusal: outcome }
        set({ fault })
      } catch (error) {
        set({ busy: false, fault: { kind: 'problem', problem: problemOf(error) } })
      }
    },
  }))
}
export type RegisterStore = ReturnType<typeof createRegisterModel>
