/** Adding a member of staff with a name, a role and a PIN. */
import { createStore } from 'zustand/vanilla'
import type { StaffMember, StaffRole } from '../../../contract/session.ts'
import { type Problem, problemOf } from '../../client/problem.ts'
import { isPin } from '../../ui/pin.ts'
import type { DeskPorts } from '../desk/desk-ports.ts'

type AddStaffState =
  | { readonly kind: 'filling' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'refused'; readonly reason: 'weak_pin' | 'name_taken' }
  | { readonly kind: 'failed'; readonly failure: Problem }
  | { readonly kind: 'added'; readonly staff: StaffMember }

interface AddStaffModel {
  readonly state: AddStaffState
  readonly name: string
  readonly role: StaffRole
  readonly pin: string
  change(part: Partial<Pick<AddStaffModel, 'name' | 'role' | 'pin'>>): void
  add(): Promise<void>
}

const blank = { name: '', role: 'clerk', pin: '' } as const

export function createAddStaffModel(ports: Pick<DeskPorts, 'client'>) {
  return createStore<AddStaffModel>()((set, get) => ({
    state: { kind: 'filling' },
    ...blank,
    change: (part) => set({ ...part, state: { kind: 'filling' } }),
    add: async () => {
      const { state, name, role, pin } = get()
      if (state.kind === 'saving' || name.trim() === '' || !isPin(pin)) return
      set({ state: { kind: 'saving' } })
      try {
        const outcome = await ports.client.session.addStaff({ name: name.trim(), role, pin })
        if (outcome.outcome === 'refused') return set({ state: { kind: 'refused', reason: outcome.reason }, pin: '' })
        set({ ...blank, state: { kind: 'added', staff: outcome.staff } })
      } catch (error) {
        set({ state: { kind: 'failed', failure: problemOf(error) } })
      }
    },
  }))
}
