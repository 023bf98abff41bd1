/** The receipt on paper or by mail. Whatever becomes of it, the payment stands. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { PrintFailure } from '../../../contract/printers.ts'
import type { Client } from '../../client/client.ts'
import { followPrint } from '../../client/follow-print.ts'
import { type Problem, problemOf } from '../../client/problem.ts'

export type Delivery =
  | { readonly step: 'ready' }
  | { readonly step: 'printing' }
  | { readonly step: 'printed'; readonly duplicate: boolean }
  /** On paper, by the office's own printer; `confirmed` where the printer itself says so. */
  | { readonly step: 'on_paper'; readonly confirmed: boolean }
  | { readonly step: 'not_printed'; readonly failure: PrintFailure | null; readonly mayBeOut: boolean }
  | { readonly step: 'mailing' }
  | { readonly step: 'mailed'; readonly to: string }
  | { readonly step: 'not_mailed' }
  | { readonly step: 'problem'; readonly problem: Problem }

interface Model {
  readonly state: Delivery
  /** Whether there is paper to print on here; null while nobody knows. */
  readonly prints: boolean | null
  readonly load: () => Promise<void>
  readonly print: () => Promise<void>
  readonly mail: (contactId: string) => Promise<void>
}

export type ReceiptStore = StoreApi<Model>

interface ReceiptPorts {
  readonly client: Client
  readonly visitId: string
  readonly receiptId: string
  readonly printPage: (html: string, title: string) => Promise<boolean>
  readonly after: (ms: number, then: () => void) => () => void
}

export const isBusy = (state: Delivery): boolean => state.step === 'printing' || state.step === 'mailing'

export function createReceiptStore(ports: ReceiptPorts): ReceiptStore {
  const { client, visitId, receiptId, printPage } = ports
  const print = async (): Promise<Delivery> => {
    const usual = await client.receipts.print({ visitId, receiptId })
    // Nobody takes a file home from a kiosk: it would lie there for the next person.
    const page = usual?.by === 'file' ? await client.receipts.print({ visitId, receiptId, way: 'dialog' }) : usual
    if (page?.by === 'host') {
      const job = await followPrint(ports, { visitId, jobId: page.jobId })
      if (job.status === 'failed') return { step: 'not_printed', failure: job.failure, mayBeOut: job.mayBeOut === true }
      return job.duplicate ? { step: 'printed', duplicate: true } : { step: 'on_paper', confirmed: job.confirmed }
    }
    const printed = page?.by === 'screen' && (await printPage(page.html, page.receiptNo))
    return printed
      ? { step: 'printed', duplicate: page.duplicate }
      : { step: 'not_printed', failure: null, mayBeOut: false }
  }
  return createStore<Model>()((set, get) => ({
    state: { step: 'ready' },
    prints: null,
    load: async () => {
      // Where it cannot be asked, a press on the button says what is wrong.
      const { prints } = await client.receipts.paper({ visitId }).catch(() => ({ prints: true }))
      set({ prints })
    },
    print: async () => {
      if (isBusy(get().state)) return
      set({ state: { step: 'printing' } })
      try {
        set({ state: await print() })
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
