/** The receipt on paper or by mail. Whatever becomes of it, the payment stands. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Client } from '../../client/client.ts'
import { type Problem, problemOf } from '../../client/problem.ts'

export type Delivery =
  | { readonly step: 'ready' }
  | { readonly step: 'printing' }
  | { readonly step: 'printed'; readonly duplicate: boolean }
  | { readonly step: 'not_printed' }
  | { readonly step: 'mailing' }
  | { readonly step: 'mailed'; readonly to: string }
  | { readonly step: 'not_mailed' }
  | { readonly step: 'problem'; readonly problem: Problem }

interface Model {
  readonly state: Delivery
  readonly print: () => Promise<void>
  readonly mail: (contactId: string) => Promise<void>
}

export type ReceiptStore = StoreApi<Model>

interface ReceiptPorts {
  readonly client: Client
  readonly visitId: string
  readonly receiptId: string
  readonly printPage: (html: string, title: string) => Promise<boolean>
}

export const isBusy = (state: Delivery): boolean => state.step === 'printing' || state.step === 'mailing'

export function createReceiptStore({ client, visitId, receiptId, printPage }: ReceiptPorts): ReceiptStore {
  return createStore<Model>()((set, get) => ({
    state: { step: 'ready' },
    print: async () => {
      if (isBusy(get().state)) return
      set({ state: { step: 'printing' } })
      try {
        const page = await client.receipts.print({ visitId, receiptId })
        const printed = page !== null && (await printPage(page.html, page.receiptNo))
        set({ state: printed ? { step: 'printed', duplicate: page.duplicate } : { step: 'not_printed' } })
      } catch (error) {
        set({ state: { step: 'problem', problem: problemOf(error) } })
      }
    },
    mail: async (contactId) => {
      if (isBusy(get().state)) return
      set({ state: { step: 'mailing' } })
      try {
        const outcome = await client.receipts.email({ visitId, receiptId, contactId })
        set({ state: outcome.outcome === 'queued' ? { step: 'mailed', to: outcome.sentTo } : { step: 'not_mailed' } })
      } catch (error) {
        set({ state: { step: 'problem', problem: problemOf(error) } })
      }
    },
  }))
}
