/** Adding or changing a customer. */
import { createStore } from 'zustand/vanilla'
import type { CustomerDetail, CustomerFields, CustomerRefusal } from '../../../contract/customers.ts'
import { type Problem, problemOf } from '../../client/problem.ts'
import type { DeskPorts } from '../desk/desk-ports.ts'
import {
  changedFields,
  type FieldName,
  fieldsFromSearch,
  fieldsOf,
  rebase,
  withoutEmptyRows,
} from './customer-draft.ts'

/** The version that the form started from; null where the customer is new. */
interface Base {
  readonly customerId: string
  readonly updatedAtMs: number
}

export type Step =
  | { readonly kind: 'editing' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'refused'; readonly refusal: CustomerRefusal }
  | { readonly kind: 'failed'; readonly failure: Problem }
  /** The newer version was fetched; `fields` names what the other person changed. */
  | { readonly kind: 'reloaded'; readonly fields: readonly FieldName[] }

interface CustomerFormModel {
  readonly base: Base | null
  readonly fields: CustomerFields
  readonly step: Step
  set<Name extends FieldName>(name: Name, value: CustomerFields[Name]): void
  save(): Promise<void>
  /** After `changed_meanwhile`: takes the newer version and keeps only what was changed here. */
  reload(): Promise<void>
  /** True where leaving would lose something that was typed. */
  dirty(): boolean
}

/** What the office insists on before anything is sent to it. */
export function mayBeSaved(fields: CustomerFields): boolean {
  return fields.accountNo.trim() !== '' && fields.name.trim() !== ''
}

export function createCustomerFormModel(
  ports: Pick<DeskPorts, 'client'>,
  start: { readonly customer: CustomerDetail } | { readonly typed: string },
  onSaved: (customer: CustomerDetail) => void,
) {
  return createStore<CustomerFormModel>()((set, get) => {
    const initial = 'customer' in start ? fieldsOf(start.customer) : fieldsFromSearch(start.typed)
    let origin = initial
    const write = (base: Base | null, fields: CustomerFields) =>
      base ? ports.client.customers.change({ ...base, ...fields }) : ports.client.customers.add(fields)
    return {
      base:
        'customer' in start ? { customerId: start.customer.customerId, updatedAtMs: start.customer.updatedAtMs } : null,
      fields: initial,
      step: { kind: 'editing' },
      set: (name, value) => set({ fields: { ...get().fields, [name]: value }, step: { kind: 'editing' } }),
      save: async () => {
        const { base, fields, step } = get()
        if (step.kind === 'saving' || !mayBeSaved(fields)) return
        set({ step: { kind: 'saving' } })
        try {
          const saved = await write(base, withoutEmptyRows(fields))
          if (saved.outcome === 'refused') return set({ step: { kind: 'refused', refusal: saved } })
          set({ step: { kind: 'editing' } })
          onSaved(saved.customer)
        } catch (error) {
          set({ step: { kind: 'failed', failure: problemOf(error) } })
        }
      },
      reload: async () => {
        const { base, fields } = get()
        if (!base) return
        set({ step: { kind: 'saving' } })
        try {
          const customer = await ports.client.customers.get({ customerId: base.customerId })
          if (!customer) return set({ step: { kind: 'refused', refusal: { outcome: 'refused', reason: 'not_found' } } })
          const theirs = fieldsOf(customer)
          set({
            base: { customerId: customer.customerId, updatedAtMs: customer.updatedAtMs },
            fields: rebase(fields, origin, theirs),
            step: { kind: 'reloaded', fields: changedFields(theirs, origin) },
          })
          origin = theirs
        } catch (error) {
          set({ step: { kind: 'failed', failure: problemOf(error) } })
        }
      },
      dirty: () => changedFields(get().fields, origin).length > 0,
    }
  })
}

export type CustomerFormStore = ReturnType<typeof createCustomerFormModel>
