/** Receipts on a terminal's own printer: who prints, the screen or the host, and what became of each job. */
import type { PrinterChoice, PrintJob, SilentPrinter } from '../../contract/printers.ts'
import type { NewId } from '../kernel/ids.ts'
import type { Logger } from '../kernel/logger.ts'
import type { PrintJobs } from '../printing/jobs.ts'
import { type PrintDocument, type PrintOutcome, printFailed } from '../printing/port.ts'
import { needsPicture } from '../printing/slip.ts'
import type { Caller } from '../visits/caller.ts'
import { type ReceiptFacts, receiptPage } from './receipt-page.ts'
import { receiptSlip } from './receipt-slip.ts'
import type { CountedPrint, Receipts } from './receipts.ts'

/** Whose receipt, and in which visit it is asked for. */
export interface PrintRequest {
  readonly caller: Caller
  readonly visitId: string
  readonly customerId: string
  readonly receiptId: string
  /** The caller's window is locked: no dialog of the system, no file. */
  readonly locked: boolean
}

export interface ReceiptPrintParts {
  readonly receipts: Pick<Receipts, 'print' | 'counted' | 'contentOf'>
  readonly jobs: PrintJobs
  readonly choiceOf: (terminalId: string) => PrinterChoice
  readonly newId: NewId
  readonly logger: Logger
}

const isSilent = ({ kind }: PrinterChoice): boolean => kind === 'system' || kind === 'thermal'

/** Of this many jobs the end is remembered, for screens that ask late. */
const mostRemembered = 200

function documentOf(content: ReceiptFacts): PrintDocument {
  const slip = receiptSlip(content)
  return {
    title: content.receiptNo,
    html: receiptPage(content),
    slip,
    picture: needsPicture(slip) ? 'must' : 'no',
    // Nothing was taken for a reprint, and a drawer that opens then is an open drawer.
    opensDrawer: content.method === 'cash' && !content.duplicate && !content.voided,
  }
}

export function receiptPrints(parts: ReceiptPrintParts) {
  const { receipts } = parts
  const known = new Map<string, { readonly customerId: string; state: PrintJob }>()

  function remember(jobId: string, customerId: string): { state: PrintJob } {
    const job = { customerId, state: { status: 'printing' } as PrintJob }
    known.set(jobId, job)
    for (const oldest of [...known.keys()].slice(0, -mostRemembered)) known.delete(oldest)
    return job
  }

  function write(print: CountedPrint, printer: SilentPrinter, outcome: PrintOutcome): void {
    const detail = { printer: printer.kind }
    try {
      if (outcome.outcome === 'printed') print.printed(detail)
      else if (outcome.mayBeOut === true) print.cutOff(outcome.failure, detail)
      else print.failed(outcome.failure, detail)
    } catch (error) {
      // The paper is out or it is not: a full disk changes neither that nor the payment. The print stays counted.
      parts.logger.error('a print could not be noted', { errorName: error instanceof Error ? error.name : 'unknown' })
    }
  }

  async function run(job: { state: PrintJob }, request: PrintRequest, printer: SilentPrinter): Promise<void> {
    const { caller, visitId, customerId, receiptId } = request
    let print: CountedPrint | null = null
    let duplicate = false
    const tell = (outcome: PrintOutcome): void => {
      job.state =
        outcome.outcome === 'printed'
          ? { status: 'printed', duplicate, confirmed: outcome.confirmed }
          : {
              ...{ status: 'failed', failure: outcome.failure, words: outcome.words },
              ...(outcome.mayBeOut === true ? { mayBeOut: true } : {}),
            }
    }
    try {
      const outcome = await parts.jobs.run({
        printer,
        key: receiptId,
        begin() {
          print = receipts.counted(caller, visitId, receiptId, customerId)
          if (print === null) throw new Error('a receipt is gone')
          duplicate = print.content.duplicate
          return documentOf(print.content)
        },
        end(ended) {
          if (print !== null) write(print, printer, ended)
          // The screen may have been told that the time was up; it is told better now.
          tell(ended)
        },
      })
      if (job.state.status === 'printing') tell(outcome)
    } catch (error) {
      parts.logger.error('a print job failed', { errorName: error instanceof Error ? error.name : 'unknown' })
      // Nothing is printed that was not counted first, and a full disk counts nothing.
      tell(printFailed('not_counted'))
    }
  }

  return {
    /**
     * Prints where the terminal has a silent printer, and says under which job; else gives the page to the screen, or
     * leaves it to ask for the PDF. `dialog` goes past the printer that was chosen. A locked window gets neither page nor file.
     */
    start(request: PrintRequest, way: 'usual' | 'dialog') {
      const { caller, visitId, customerId, receiptId, locked } = request
      const choice = way === 'dialog' ? ({ kind: 'dialog' } as const) : parts.choiceOf(caller.terminalId)
      if (choice.kind === 'dialog' && !locked) {
        const page = receipts.print(caller, visitId, receiptId, customerId)
        return page === null ? null : ({ by: 'screen', ...page } as const)
      }
      const content = receipts.contentOf(receiptId, customerId, false)
      if (content === null) return null
      const { receiptNo } = content
      if (choice.kind === 'dialog' || choice.kind === 'pdf')
        return { by: locked ? 'nowhere' : 'file', receiptNo } as const
      const jobId = parts.newId()
      void run(remember(jobId, customerId), request, choice)
      return { by: 'host', jobId, receiptNo } as const
    },
    /** Whether `start` can lead to paper for this caller. */
    canPrint(caller: Caller, locked: boolean): boolean {
      return !locked || isSilent(parts.choiceOf(caller.terminalId))
    },
    /** How a job of this customer's stands; null where there is none of that id, or no longer. */
    state(jobId: string, customerId: string): PrintJob | null {
      const job = known.get(jobId)
      return job?.customerId === customerId ? job.state : null
    },
  }
}
