/** The receipt on paper, as a file or by mail. None of it can undo the payment. */
import { createStore } from 'zustand/vanilla'
import type { PrintFailure } from '../../../contract/printers.ts'
import type { DeliveryFailure } from '../../../contract/verification.ts'
import { followPrint } from '../../client/follow-print.ts'
import type { Problem } from '../../client/problem.ts'
import { type DeskPorts, visitProblem } from '../desk/desk-ports.ts'

type ReceiptAct = 'print' | 'pdf' | 'email'
type ReceiptRefusal =
  | 'not_found'
  | 'no_browser'
  | 'print_failed'
  | 'no_dialog'
  | 'no_printer'
  | 'not_an_email'
  | 'channel_unavailable'

/** What became of the mail; `leaving` until the provider took it or refused. */
interface MailFate {
  readonly status: 'leaving' | 'taken' | 'failed' | 'unconfirmed'
  readonly failure: DeliveryFailure | null
}

export type ReceiptState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'busy'; readonly act: ReceiptAct }
  | { readonly kind: 'printed'; readonly duplicate: boolean }
  /** The host is printing it. */
  | { readonly kind: 'printing' }
  | { readonly kind: 'on_paper'; readonly duplicate: boolean; readonly confirmed: boolean }
  | {
      readonly kind: 'not_printed'
      readonly failure: PrintFailure
      readonly words: string | null
      /** It may come out all the same. */
      readonly mayBeOut: boolean
    }
  | { readonly kind: 'saved'; readonly fileName: string }
  | { readonly kind: 'mailed'; readonly sentTo: string; readonly fate: MailFate }
  | { readonly kind: 'refused'; readonly reason: ReceiptRefusal }
  | { readonly kind: 'failed'; readonly failure: Problem }

/** Where a receipt leaves the screen. */
export interface Paper {
  /** False where the browser could not open its print dialog. */
  readonly print: (html: string, title: string) => Promise<boolean>
  readonly save: (fileName: string, base64: string) => void
}

interface ReceiptModel {
  readonly state: ReceiptState
  /** On what this terminal has chosen, or past it through the dialog. */
  print(way?: 'usual' | 'dialog'): Promise<void>
  pdf(): Promise<void>
  email(contactId: string): Promise<void>
  dispose(): void
}

const mailEveryMs = 1500

/** What is under way, by the button that began it. */
export const actOf = (state: ReceiptState): ReceiptAct | null =>
  state.kind === 'busy' ? state.act : state.kind === 'printing' ? 'print' : null

export function createReceiptModel(
  ports: Pick<DeskPorts, 'client' | 'after' | 'onVisitClosed'>,
  paper: Paper,
  which: { readonly visitId: string; readonly receiptId: string },
) {
  const { visitId } = which
  return createStore<ReceiptModel>()((set, get) => {
    let callOff = () => {}

    const run = async (act: ReceiptAct, work: () => Promise<ReceiptState>) => {
      // A PDF may take its time; it must not keep the paper waiting, so only the same wish twice is one.
      if (actOf(get().state) === act) return
      callOff()
      set({ state: { kind: 'busy', act } })
      try {
        set({ state: await work() })
      } catch (error) {
        set({ state: { kind: 'failed', failure: visitProblem(ports, error) } })
      }
    }

    const follow = (messageId: string) => {
      callOff = ports.after(mailEveryMs, async () => {
        // A look that fails says nothing about the mail; the next one may.
        const fate = await ports.client.receipts.emailState({ visitId, messageId }).catch(() => null)
        const { state } = get()
        if (state.kind !== 'mailed') return
        if (fate) set({ state: { ...state, fate: { status: fate.status, failure: fate.failure } } })
        if (!fate || fate.status === 'leaving') follow(messageId)
      })
    }

    const savedPdf = async (): Promise<ReceiptState> => {
      const answer = await ports.client.receipts.pdf({ ...which })
      if (answer.outcome === 'refused') return { kind: 'refused', reason: answer.reason }
      paper.save(answer.fileName, answer.pdfBase64)
      return { kind: 'saved', fileName: answer.fileName }
    }

    const printedByHost = async (jobId: string): Promise<ReceiptState> => {
      set({ state: { kind: 'printing' } })
      const job = await followPrint(ports, { visitId, jobId })
      return job.status === 'printed'
        ? { kind: 'on_paper', duplicate: job.duplicate, confirmed: job.confirmed }
        : { kind: 'not_printed', failure: job.failure, words: job.words, mayBeOut: job.mayBeOut === true }
    }

    return {
      state: { kind: 'idle' },
      print: (way = 'usual') =>
        run('print', async () => {
          const page = await ports.client.receipts.print({ ...which, way })
          if (!page) return { kind: 'refused', reason: 'not_found' }
          if (page.by === 'file') return savedPdf()
          if (page.by === 'host') return printedByHost(page.jobId)
          if (page.by === 'nowhere') return { kind: 'refused', reason: 'no_printer' }
          const opened = await paper.print(page.html, page.receiptNo)
          return opened ? { kind: 'printed', duplicate: page.duplicate } : { kind: 'refused', reason: 'no_dialog' }
        }),
      pdf: () => run('pdf', savedPdf),
      email: (contactId) =>
        run('email', async () => {
          const answer = await ports.client.receipts.email({ ...which, contactId })
          if (answer.outcome === 'refused') return { kind: 'refused', reason: answer.reason }
          follow(answer.messageId)
          return { kind: 'mailed', sentTo: answer.sentTo, fate: { status: 'leaving', failure: null } }
        }),
      dispose: () => callOff(),
    }
  })
}
