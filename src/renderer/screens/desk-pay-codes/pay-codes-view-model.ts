/** All pay-codes of the office that wait for their money, searched by code or name. */
import { createStore } from 'zustand/vanilla'
import type { PayCode, Payment } from '../../../contract/payments.ts'
import { type Problem, problemOf } from '../../client/problem.ts'
import type { DeskPorts } from '../desk/desk-ports.ts'

type PayCodesState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly failure: Problem }
  | { readonly kind: 'shown'; readonly payCodes: readonly PayCode[] }

interface PayCodesModel {
  readonly query: string
  readonly state: PayCodesState
  /** The pay-code whose money is being booked, and the one that was booked last. */
  readonly settling: PayCode | null
  readonly settled: { readonly customerName: string; readonly payment: Payment } | null
  type(query: string): void
  load(): Promise<void>
  choose(payCode: PayCode | null): void
  paid(payCode: PayCode, payment: Payment): void
}

export function createPayCodesModel(ports: Pick<DeskPorts, 'client'>) {
  return createStore<PayCodesModel>()((set, get) => {
    let latest = 0
    return {
      query: '',
      state: { kind: 'loading' },
      settling: null,
      settled: null,
      type: (query) => {
        set({ query })
        void get().load()
      },
      load: async () => {
        latest += 1
        const mine = latest
        try {
          const payCodes = await ports.client.payments.payCodes({ query: get().query.trim() })
          if (mine === latest) set({ state: { kind: 'shown', payCodes } })
        } catch (error) {
          if (mine === latest) set({ state: { kind: 'failed', failure: problemOf(error) } })
        }
      },
      choose: (settling) => set({ settling, settled: null }),
      paid: (payCode, payment) => {
        set({ settling: null, settled: { customerName: payCode.customerName, payment } })
        void get().load()
      },
    }
  })
}

export type PayCodesStore = ReturnType<typeof createPayCodesModel>
