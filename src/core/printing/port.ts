/** The port behind which printers that need nobody at a screen stand: a system's spooler, a thermal printer. */
import type { PrinterOffer, PrintFailure, SilentPrinter } from '../../contract/printers.ts'
import type { SlipLine } from './slip.ts'

/** One thing to put on paper, as a page and as lines of text. */
export interface PrintDocument {
  readonly title: string
  /** A self-contained page without scripts. */
  readonly html: string
  readonly slip: readonly SlipLine[]
  /** Whether a thermal printer must draw the page, should where it can, or prints the lines. */
  readonly picture: 'must' | 'prefer' | 'no'
  /** Cash was taken. */
  readonly opensDrawer: boolean
}

export type PrintOutcome =
  | {
      readonly outcome: 'printed'
      /** False where everything was handed over and the printer cannot say what became of it. */
      readonly confirmed: boolean
      readonly picture: boolean
    }
  | {
      readonly outcome: 'failed'
      readonly failure: PrintFailure
      /** What the system's spooler said, in one line. */
      readonly words: string | null
      /** Some of it had left already: the paper may be out, or come out once the printer goes on. It counts as printed. */
      readonly mayBeOut?: true
    }

export interface ReceiptPrinter {
  /** What this host can offer. Answers within 2 s. */
  offer(): Promise<PrinterOffer>
  /** Tries once. Lets go of the device soon after `signal` aborts; throws for defects only. */
  print(printer: SilentPrinter, document: PrintDocument, signal: AbortSignal): Promise<PrintOutcome>
}

export const printFailed = (failure: PrintFailure, words: string | null = null): PrintOutcome => ({
  outcome: 'failed',
  failure,
  words,
})

/** After its first byte has left: a printer goes on with what it holds once its cover is closed or its roll is changed. */
export const printCutOff = (failure: PrintFailure, words: string | null = null): PrintOutcome => ({
  outcome: 'failed',
  failure,
  words,
  mayBeOut: true,
})

/** For commands that open an office without a counter. */
export const noPrinter: ReceiptPrinter = {
  offer: async () => ({ system: { state: 'none', why: 'no_spooler' }, devices: null, pictures: false }),
  print: async () => printFailed('no_spooler'),
}
