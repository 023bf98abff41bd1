/** Verifying without a code: what the clerk saw and why, and a second person who says yes with their own PIN. */
import { createStore } from 'zustand/vanilla'
import type { SeenDocument, VouchOutcome } from '../../../contract/verification.ts'
import { type Problem, problemOf } from '../../client/problem.ts'
import { isPin } from '../../ui/pin.ts'
import type { DeskPorts } from '../desk/desk-ports.ts'

/** In the order in which people carry them. */
export const seenDocuments = [
  'identity_card',
  'driving_licence',
  'passport',
  'bill',
  'known_in_person',
] as const satisfies readonly SeenDocument[]

export type VouchAnswer = Exclude<VouchOutcome, { outcome: 'verified' }>

export type VouchState =
  | { readonly kind: 'closed' }
  | {
      readonly kind: 'asking'
      readonly busy: boolean
      readonly refusal: VouchAnswer | null
      readonly failure: Problem | null
    }

interface VouchFields {
  readonly reason: string
  readonly documentSeen: SeenDocument | null
  readonly approverId: string | null
  readonly pin: string
}

interface VouchModel extends VouchFields {
  readonly state: VouchState
  open(): void
  explain(reason: string): void
  see(documentSeen: SeenDocument | null): void
  choose(approverId: string | null): void
  typePin(pin: string): void
  confirm(): Promise<void>
  close(): void
}

const blank: VouchFields = { reason: '', documentSeen: null, approverId: null, pin: '' }
const quiet = { kind: 'asking', busy: false, refusal: null, failure: null } as const

/** Whether everything is there that the office will ask for. */
export const mayBeVouched = ({ reason, documentSeen, approverId, pin }: VouchFields): boolean =>
  reason.trim() !== '' && documentSeen !== null && approverId !== null && isPin(pin)

export function createVouchModel(
  ports: Pick<DeskPorts, 'client'>,
  customerId: string,
  onVerified: (visitId: string) => void,
) {
  return createStore<VouchModel>()((set, get) => {
    const edit = (change: Partial<VouchFields>) => {
      const { state } = get()
      if (state.kind === 'asking' && !state.busy) set({ ...change, state: quiet })
    }
    return {
      state: { kind: 'closed' },
      ...blank,
      open: () => set({ ...blank, state: quiet }),
      explain: (reason) => edit({ reason }),
      see: (documentSeen) => edit({ documentSeen }),
      // Another person has another PIN.
      choose: (approverId) => edit({ approverId, pin: '' }),
      typePin: (pin) => edit({ pin }),
      confirm: async () => {
        const { state, reason, documentSeen, approverId, pin } = get()
        if (state.kind !== 'asking' || state.busy || !mayBeVouched(get())) return
        if (documentSeen === null || approverId === null) return
        set({ state: { ...quiet, busy: true } })
        try {
          const body = { customerId, reason: reason.trim(), documentSeen, approverId, approverPin: pin }
          const outcome = await ports.client.verification.vouch(body)
          if (outcome.outcome === 'verified') {
            set({ ...blank, state: { kind: 'closed' } })
            return onVerified(outcome.visitId)
          }
          set({ pin: '', state: { ...quiet, refusal: outcome } })
        } catch (error) {
          set({ pin: '', state: { ...quiet, failure: problemOf(error) } })
        }
      },
      close: () => {
        const { state } = get()
        // What was asked for must be answered: a visit that opens behind a closed dialog would surprise everyone.
        if (state.kind === 'asking' && state.busy) return
        set({ ...blank, state: { kind: 'closed' } })
      },
    }
  })
}

export type VouchStore = ReturnType<typeof createVouchModel>
