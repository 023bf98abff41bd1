/** Changing a contact inside a visit: which one, the new one, the codes it needs, or a second person instead. */
import { createStore } from 'zustand/vanilla'
import type { ChangeApproved, ChangeBegun, ChangeProven, ChangeSide } from '../../../contract/identity.ts'
import type { Challenge, SendRefusal } from '../../../contract/verification.ts'
import type { Client } from '../../client/client.ts'
import { type Problem, problemOf } from '../../client/problem.ts'

export type ChangeFault =
  | { readonly kind: 'not_begun'; readonly reason: Extract<ChangeBegun, { outcome: 'refused' }>['reason'] }
  | { readonly kind: 'not_sent'; readonly refusal: SendRefusal }
  | { readonly kind: 'not_proven'; readonly refusal: Exclude<ChangeProven, { outcome: 'proven' }> }
  | { readonly kind: 'not_approved'; readonly refusal: Exclude<ChangeApproved, { outcome: 'done' }> }
  | { readonly kind: 'problem'; readonly problem: Problem }

export type ChangeState =
  | { readonly step: 'list'; readonly changed: boolean }
  /** `contactId` null: a contact is added. */
  | { readonly step: 'typing'; readonly contactId: string | null; readonly value: string }
  | {
      readonly step: 'proving'
      readonly changeId: string
      readonly needs: readonly ChangeSide[]
      /** Null where no code could be sent: a second person may still stand for it. */
      readonly challenge: Challenge | null
      readonly code: string
    }

export interface Approval {
  readonly reason: string
  readonly approverId: string
  readonly approverPin: string
}

interface ContactChangeModel {
  readonly state: ChangeState
  readonly busy: boolean
  readonly fault: ChangeFault | null
  change(contactId: string | null): void
  remove(contactId: string): Promise<void>
  type(text: string): void
  begin(): Promise<void>
  prove(): Promise<void>
  sendAgain(): Promise<void>
  approve(approval: Approval): Promise<void>
  leave(): void
}

export function createContactChangeModel(client: Client, visitId: string, onChanged: () => void) {
  return createStore<ContactChangeModel>()((set, get) => {
    const attempt = async (work: () => Promise<void>) => {
      if (get().busy) return
      set({ busy: true, fault: null })
      try {
        await work()
      } catch (error) {
        set({ fault: { kind: 'problem', problem: problemOf(error) } })
      }
      set({ busy: false })
    }
    const finish = () => {
      set({ state: { step: 'list', changed: true }, fault: null })
      onChanged()
    }
    const ask = async (changeId: string, needs: readonly ChangeSide[], again: boolean) => {
      const [side] = needs
      if (side === undefined) return finish()
      const sent = await client.identity.sendChangeCode({ visitId, changeId, side, again })
      const before = get().state
      const last = before.step === 'proving' && again ? before.challenge : null
      const challenge = sent.outcome === 'sent' ? sent.challenge : last
      set({
        state: { step: 'proving', changeId, needs, challenge, code: '' },
        fault: sent.outcome === 'sent' ? null : { kind: 'not_sent', refusal: sent },
      })
    }
    const start = async (input: { contactId?: string; value?: string }) => {
      const begun = await client.identity.beginChange({ visitId, ...input })
      if (begun.outcome === 'refused') return set({ fault: { kind: 'not_begun', reason: begun.reason } })
      await ask(begun.changeId, begun.needs, false)
    }
    return {
      state: { step: 'list', changed: false },
      busy: false,
      fault: null,
      change: (contactId) => set({ state: { step: 'typing', contactId, value: '' }, fault: null }),
      remove: (contactId) => attempt(() => start({ contactId })),
      type: (text) => {
        const { state, busy } = get()
        if (busy || state.step === 'list') return
        set({ state: state.step === 'typing' ? { ...state, value: text } : { ...state, code: text }, fault: null })
      },
      begin: () =>
        attempt(async () => {
          const { state } = get()
          if (state.step !== 'typing' || state.value.trim() === '') return
          await start({
            value: state.value.trim(),
            ...(state.contactId === null ? {} : { contactId: state.contactId }),
          })
        }),
      prove: () =>
        attempt(async () => {
          const { state } = get()
          if (state.step !== 'proving' || state.challenge === null || state.code === '') return
          const { challengeId } = state.challenge
          const outcome = await client.identity.proveChange({ visitId, challengeId, code: state.code })
          if (outcome.outcome === 'proven') return await ask(state.changeId, outcome.needs, false)
          set({ state: { ...state, code: '' }, fault: { kind: 'not_proven', refusal: outcome } })
        }),
      sendAgain: () =>
        attempt(async () => {
          const { state } = get()
          if (state.step === 'proving') await ask(state.changeId, state.needs, true)
        }),
      approve: (approval) =>
        attempt(async () => {
          const { state } = get()
          if (state.step !== 'proving') return
          const outcome = await client.identity.approveChange({ visitId, changeId: state.changeId, ...approval })
          if (outcome.outcome === 'done') return finish()
          set({ fault: { kind: 'not_approved', refusal: outcome } })
        }),
      leave: () => set({ state: { step: 'list', changed: false }, fault: null }),
    }
  })
}
export type ContactChangeStore = ReturnType<typeof createContactChangeModel>
