/** What a person keeps for themselves: password, PIN, authenticator app, recovery codes. Each change asks for the password. */
import { createStore } from 'zustand/vanilla'
import type { StaffAccount } from '../../../contract/staff.ts'
import type { Client } from '../../client/client.ts'
import { type Problem, problemOf } from '../../client/problem.ts'
import { failureOf, type Refusal, refusalOf } from '../sign-in/refusal.ts'

export type AccountTask = 'password' | 'pin' | 'badge' | 'remove_badge' | 'totp' | 'remove_totp' | 'recovery'

export type AccountStep =
  | { readonly kind: 'closed' }
  /** `changed`: what was just done, said once. */
  | { readonly kind: 'asking'; readonly task: AccountTask }
  | { readonly kind: 'scanning'; readonly uri: string; readonly secret: string }
  | { readonly kind: 'codes'; readonly codes: readonly string[] }

interface AccountModel {
  readonly account: StaffAccount | null
  readonly failure: Problem | null
  readonly at: AccountStep
  readonly current: string
  /** A new password or PIN, or the authenticator's first code. */
  readonly next: string
  readonly busy: boolean
  readonly weakPin: boolean
  readonly badBadge: 'short' | 'taken' | null
  readonly refusal: Refusal | null
  readonly changed: AccountTask | null
  load(): Promise<void>
  begin(task: AccountTask): void
  typeCurrent(current: string): void
  typeNext(next: string): void
  unlock(): void
  close(): void
  submit(): Promise<void>
}

const blank = { current: '', next: '', busy: false, weakPin: false, badBadge: null, refusal: null } as const

export function createAccountModel(client: Client) {
  return createStore<AccountModel>()((set, get) => {
    const refuse = (refusal: Refusal) => set({ ...blank, refusal })
    const finish = async (task: AccountTask) => {
      set({ ...blank, at: { kind: 'closed' }, changed: task })
      await get().load()
    }

    const ask = async ({ at, current, next }: AccountModel): Promise<void> => {
      if (at.kind === 'scanning') {
        const outcome = await client.staff.confirmTotp({ code: next })
        if (outcome.outcome === 'done') return finish('totp')
        return set({
          next: '',
          busy: false,
          refusal: refusalOf(outcome.outcome === 'not_offered' ? { outcome: 'over' } : outcome),
        })
      }
      if (at.kind !== 'asking') return
      switch (at.task) {
        case 'password': {
          const outcome = await client.staff.changePassword({ current, next })
          return outcome.outcome === 'done' ? finish(at.task) : refuse(refusalOf(outcome))
        }
        case 'pin': {
          const outcome = await client.staff.setPin({ password: current, pin: next })
          if (outcome.outcome === 'weak_pin') return set({ ...blank, current, weakPin: true })
          return outcome.outcome === 'done' ? finish(at.task) : refuse(refusalOf(outcome))
        }
        case 'badge':
        case 'remove_badge': {
          const outcome = await client.staff.setBadge({ password: current, badge: at.task === 'badge' ? next : '' })
          if (outcome.outcome === 'refused') return set({ ...blank, current, badBadge: outcome.reason })
          return outcome.outcome === 'done' ? finish(at.task) : refuse(refusalOf(outcome))
        }
        case 'totp': {
          const outcome = await client.staff.offerTotp({ password: current })
          if (outcome.outcome !== 'offered') return refuse(refusalOf(outcome))
          const { uri, secret } = outcome
          return set({ ...blank, at: { kind: 'scanning', uri, secret } })
        }
        case 'remove_totp': {
          const outcome = await client.staff.removeTotp({ password: current })
          return outcome.outcome === 'done' ? finish(at.task) : refuse(refusalOf(outcome))
        }
        case 'recovery': {
          const outcome = await client.staff.newRecoveryCodes({ password: current })
          if (outcome.outcome !== 'done') return refuse(refusalOf(outcome))
          set({ ...blank, at: { kind: 'codes', codes: outcome.codes }, changed: 'recovery' })
          return get().load()
        }
      }
    }

    return {
      account: null,
      failure: null,
      at: { kind: 'closed' },
      ...blank,
      changed: null,
      load: async () => {
        try {
          set({ account: await client.staff.me(), failure: null })
        } catch (error) {
          set({ failure: problemOf(error) })
        }
      },
      begin: (task) => set({ ...blank, at: { kind: 'asking', task }, changed: null }),
      typeCurrent: (current) => set({ current, refusal: null }),
      typeNext: (next) => set({ next, refusal: null, weakPin: false, badBadge: null }),
      unlock: () => set({ refusal: null }),
      // What was shown once is gone from the page with the dialog.
      close: () => set({ ...blank, at: { kind: 'closed' } }),
      submit: async () => {
        if (get().busy) return
        set({ busy: true, refusal: null })
        try {
          await ask(get())
        } catch (error) {
          refuse(failureOf(error))
        }
      },
    }
  })
}

export type AccountStore = ReturnType<typeof createAccountModel>
