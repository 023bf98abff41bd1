/** The people who work here: a list, one of them in a form, and a temporary password that is shown once. */
import { createStore } from 'zustand/vanilla'
import type { StaffAccount, StaffFields, StaffRefusal } from '../../../contract/staff.ts'
import type { Client } from '../../client/client.ts'
import { type Problem, problemOf } from '../../client/problem.ts'

export type StaffDraft = StaffFields & { readonly active: boolean }

export type StaffStep =
  | { readonly kind: 'list' }
  /** `staffId` null: someone new. */
  | { readonly kind: 'editing'; readonly staffId: string | null; readonly draft: StaffDraft }
  | { readonly kind: 'resetting'; readonly account: StaffAccount; readonly secondFactor: boolean }
  | { readonly kind: 'password'; readonly name: string; readonly password: string }

interface StaffModel {
  readonly accounts: readonly StaffAccount[] | null
  readonly failure: Problem | null
  readonly at: StaffStep
  readonly busy: boolean
  readonly refusal: StaffRefusal | null
  readonly problem: Problem | null
  load(): Promise<void>
  add(): void
  edit(account: StaffAccount): void
  change(part: Partial<StaffDraft>): void
  reset(account: StaffAccount): void
  alsoSecondFactor(secondFactor: boolean): void
  close(): void
  submit(): Promise<void>
}

const still = { busy: false, refusal: null, problem: null } as const
const someoneNew: StaffDraft = { name: '', role: 'clerk', email: '', phone: '', active: true }

export function createStaffModel(client: Client) {
  return createStore<StaffModel>()((set, get) => {
    const goTo = (at: StaffStep) => set({ at, ...still })

    const save = async (at: StaffStep): Promise<StaffStep | StaffRefusal> => {
      switch (at.kind) {
        case 'editing': {
          const { active, ...fields } = at.draft
          if (at.staffId !== null) {
            const outcome = await client.staff.change({ staffId: at.staffId, ...fields, active })
            return outcome.outcome === 'refused' ? outcome.reason : { kind: 'list' }
          }
          const outcome = await client.staff.add(fields)
          if (outcome.outcome === 'refused') return outcome.reason
          return { kind: 'password', name: outcome.account.name, password: outcome.password }
        }
        case 'resetting': {
          const { staffId, name } = at.account
          const outcome = await client.staff.reset({ staffId, secondFactor: at.secondFactor })
          return outcome.outcome === 'refused' ? outcome.reason : { kind: 'password', name, password: outcome.password }
        }
        default:
          return { kind: 'list' }
      }
    }

    return {
      accounts: null,
      failure: null,
      at: { kind: 'list' },
      ...still,
      load: async () => {
        try {
          set({ accounts: await client.staff.list(), failure: null })
        } catch (error) {
          set({ failure: problemOf(error) })
        }
      },
      add: () => goTo({ kind: 'editing', staffId: null, draft: someoneNew }),
      edit: ({ staffId, name, role, email, phone, active }) =>
        goTo({ kind: 'editing', staffId, draft: { name, role, email: email ?? '', phone: phone ?? '', active } }),
      change: (part) => {
        const { at, busy } = get()
        if (at.kind === 'editing' && !busy) set({ at: { ...at, draft: { ...at.draft, ...part } }, refusal: null })
      },
      reset: (account) => goTo({ kind: 'resetting', account, secondFactor: false }),
      alsoSecondFactor: (secondFactor) => {
        const { at } = get()
        if (at.kind === 'resetting') set({ at: { ...at, secondFactor } })
      },
      close: () => goTo({ kind: 'list' }),
      submit: async () => {
        const { at, busy } = get()
        if (busy) return
        set({ busy: true, refusal: null, problem: null })
        try {
          const next = await save(at)
          if (typeof next === 'string') return set({ ...still, refusal: next })
          goTo(next)
          await get().load()
        } catch (error) {
          set({ ...still, problem: problemOf(error) })
        }
      },
    }
  })
}

export type StaffAdminStore = ReturnType<typeof createStaffModel>
