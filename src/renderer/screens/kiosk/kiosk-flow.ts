/**
 * Where the person at the kiosk is. The address never says it: everything lives here, and `run` counts the people, so
 * that a new one starts with new stores.
 */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Bill } from '../../../contract/billing.ts'
import type { Payment } from '../../../contract/payments.ts'
import type { Challenge, VerifyOutcome } from '../../../contract/verification.ts'
import type { Client } from '../../client/client.ts'
import type { RegisterDraft } from '../kiosk-register/register-view-model.ts'

/** One of several customers who share a contact. */
export type Candidate = Extract<VerifyOutcome, { outcome: 'choose' }>['customers'][number]

export type VisitPage =
  | { readonly at: 'home' }
  | { readonly at: 'bills' }
  | { readonly at: 'lines'; readonly bill: Bill }
  | { readonly at: 'pay'; readonly bills: readonly Bill[] }
  | { readonly at: 'receipt'; readonly payment: Payment }
  | { readonly at: 'feedback' }
  | { readonly at: 'details' }
  | { readonly at: 'contacts' }
  | { readonly at: 'authenticator' }

type KioskStep =
  | { readonly at: 'welcome' }
  | { readonly at: 'staff' }
  /** `account`: a card was scanned on the welcome screen. */
  | { readonly at: 'identify'; readonly account: string | null }
  /** A newcomer; `draft`: what they typed before, where the contact has to be corrected. */
  | { readonly at: 'register'; readonly draft: RegisterDraft | null }
  /** `draft`: the code of a registration. */
  | { readonly at: 'verify'; readonly challenge: Challenge; readonly draft?: RegisterDraft }
  | { readonly at: 'verify_app'; readonly challenge: Challenge }
  | { readonly at: 'choose'; readonly challengeId: string; readonly customers: readonly Candidate[] }
  | { readonly at: 'visit'; readonly visitId: string; readonly page: VisitPage }
  | { readonly at: 'goodbye' }

export interface KioskFlow {
  readonly run: number
  readonly step: KioskStep
  readonly go: (step: KioskStep) => void
  readonly open: (page: VisitPage) => void
  /** Ends the visit or the verification under way, forgets everything, and says goodbye or waits for the next person. */
  readonly end: (how: 'finished' | 'idle') => void
  /** The host has closed this visit: forget it. Another visit's late answer changes nothing. */
  readonly closed: (visitId: string) => void
}

export type KioskFlowStore = StoreApi<KioskFlow>

/** The screen forgets at once; telling the host may need a second try. */
const tellTries = 3
const tellAgainMs = 2000

async function tell(ask: () => Promise<unknown>, triesLeft = tellTries): Promise<void> {
  try {
    await ask()
  } catch {
    // The host ends a silent visit by itself, so giving up after some tries is safe.
    if (triesLeft > 1) setTimeout(() => void tell(ask, triesLeft - 1), tellAgainMs)
  }
}

interface FlowPorts {
  readonly client: Client
  /** Leaves nothing of the person who goes. */
  readonly forget: () => void
  /** Makes the screen ready for the next person: the office's own language. The goodbye still speaks the last one's. */
  readonly greet: () => void
}

export function createKioskFlow({ client, forget, greet }: FlowPorts): KioskFlowStore {
  return createStore<KioskFlow>()((set, get) => {
    const next = (step: KioskStep) => {
      set({ run: get().run + 1, step })
      forget()
      if (step.at === 'welcome') greet()
    }
    return {
      run: 0,
      step: { at: 'welcome' },
      go: (step) => {
        if (get().step.at === 'goodbye') greet()
        set({ step })
      },
      open: (page) => {
        const { step } = get()
        if (step.at === 'visit') set({ step: { ...step, page } })
      },
      end: (how) => {
        const { step } = get()
        if (step.at === 'visit') {
          const { visitId } = step
          void tell(() => client.visits.finish({ visitId, how }))
        }
        if (step.at === 'verify' || step.at === 'verify_app' || step.at === 'choose') {
          const challengeId = step.at === 'choose' ? step.challengeId : step.challenge.challengeId
          void tell(() => client.verification.cancel({ challengeId }))
        }
        next({ at: how === 'finished' && step.at === 'visit' ? 'goodbye' : 'welcome' })
      },
      closed: (visitId) => {
        const { step } = get()
        if (step.at === 'visit' && step.visitId === visitId) next({ at: 'welcome' })
      },
    }
  })
}
