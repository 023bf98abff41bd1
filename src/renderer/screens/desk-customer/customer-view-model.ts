/** The customer on the left: who it is, and sending a code to one of their contacts. */
import { createStore } from 'zustand/vanilla'
import type { CustomerDetail } from '../../../contract/customers.ts'
import type { Channel, Contact } from '../../../contract/values.ts'
import type { Challenge, SendRefusal } from '../../../contract/verification.ts'
import { type Problem, problemOf } from '../../client/problem.ts'
import type { DeskPorts } from '../desk/desk-ports.ts'

export interface Way {
  readonly contactId: string
  readonly channel: Channel
}

type CustomerState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'missing' }
  | { readonly kind: 'failed'; readonly failure: Problem }
  | {
      readonly kind: 'shown'
      readonly customer: CustomerDetail
      /** The code that is being asked for now; one at a time. */
      readonly sending: Way | null
      readonly refusal: { readonly way: Way; readonly refusal: SendRefusal } | null
      readonly sendFailure: Problem | null
    }

interface CustomerModel {
  readonly state: CustomerState
  load(customerId: string): Promise<void>
  show(customer: CustomerDetail): void
  send(way: Way): Promise<void>
  forgetRefusal(): void
}

/** The ways a code can reach one contact, out of those that the office has now. */
function channelsFor(contact: Contact, channels: readonly Channel[]): readonly Channel[] {
  return channels.filter((channel) => (channel === 'email') === (contact.kind === 'email'))
}

/** Every way to reach the customer, the preferred channel first; the first one is the screen's primary action. */
export function waysFor(
  customer: Pick<CustomerDetail, 'contacts' | 'preferredChannel'>,
  channels: readonly Channel[],
): readonly Way[] {
  const ways = customer.contacts.flatMap((contact) =>
    channelsFor(contact, channels).map((channel) => ({ contactId: contact.contactId, channel })),
  )
  const preferred = ways.filter((way) => way.channel === customer.preferredChannel)
  return [...preferred, ...ways.filter((way) => way.channel !== customer.preferredChannel)]
}

export function createCustomerModel(
  ports: Pick<DeskPorts, 'client'>,
  onSent: (customer: CustomerDetail, contactId: string, challenge: Challenge) => void,
) {
  return createStore<CustomerModel>()((set, get) => {
    const show = (customer: CustomerDetail) =>
      set({ state: { kind: 'shown', customer, sending: null, refusal: null, sendFailure: null } })
    return {
      state: { kind: 'loading' },
      load: async (customerId) => {
        set({ state: { kind: 'loading' } })
        try {
          const customer = await ports.client.customers.get({ customerId })
          if (customer) show(customer)
          else set({ state: { kind: 'missing' } })
        } catch (error) {
          set({ state: { kind: 'failed', failure: problemOf(error) } })
        }
      },
      show,
      send: async (way) => {
        const { state } = get()
        if (state.kind !== 'shown' || state.sending) return
        const { customer } = state
        set({ state: { ...state, sending: way, refusal: null, sendFailure: null } })
        try {
          const outcome = await ports.client.verification.start({ customerId: customer.customerId, ...way })
          show(customer)
          if (outcome.outcome === 'sent') onSent(customer, way.contactId, outcome.challenge)
          else set({ state: { ...state, sending: null, sendFailure: null, refusal: { way, refusal: outcome } } })
        } catch (error) {
          set({ state: { ...state, sending: null, refusal: null, sendFailure: problemOf(error) } })
        }
      },
      forgetRefusal: () => {
        const { state } = get()
        if (state.kind === 'shown') set({ state: { ...state, refusal: null, sendFailure: null } })
      },
    }
  })
}

export type CustomerStore = ReturnType<typeof createCustomerModel>
