/** Jobs on silent printers: one at a time per device, in order, each known to have ended within its deadline. */
import type { SilentPrinter } from '../../contract/printers.ts'
import type { Logger } from '../kernel/logger.ts'
import { oneAtATime } from '../kernel/one-at-a-time.ts'
import type { Timers } from '../kernel/timers.ts'
import { type PrintDocument, type PrintOutcome, printCutOff, printFailed, type ReceiptPrinter } from './port.ts'

/** From the moment a print was asked for, its wait for the device included: 10 s. */
const deadlineMs = 10_000
/** A job that still waits for its device then is given up: with less than 3 s left it would end in the middle. */
const mostWaitMs = 7_000
/** A printer's adapter may take this much longer to let go and say why: 1 s. */
const graceMs = 1_000

export interface PrintWork {
  readonly printer: SilentPrinter
  /** Works with the same key do not overlap either, on whichever device. */
  readonly key: string
  /** Called when the device is free: what to print. */
  begin(): PrintDocument
  /** Called once after `begin`, with what became of it, before the device is free again. */
  end(outcome: PrintOutcome): void
}

export interface PrintJobs {
  run(work: PrintWork): Promise<PrintOutcome>
  /** Calls off what is under way and refuses what comes after. */
  stop(): void
}

export interface PrintJobParts {
  readonly timers: Timers
  readonly logger: Logger
  readonly printer: ReceiptPrinter
}

/** What counts as one device. */
function deviceOf(printer: SilentPrinter): string {
  if (printer.kind === 'system') return `system ${printer.name}`
  const { connection } = printer
  return connection.via === 'network'
    ? `network ${connection.host.toLowerCase()} ${connection.port}`
    : `device ${connection.path}`
}

export function printJobs({ timers, logger, printer }: PrintJobParts): PrintJobs {
  const inOrder = oneAtATime()
  const underWay = new Set<AbortController>()
  let stopped = false

  async function onPaper(work: PrintWork, signal: AbortSignal): Promise<PrintOutcome> {
    const document = work.begin()
    let outcome = printCutOff('printer_error')
    try {
      outcome = await printer.print(work.printer, document, signal)
    } catch (error) {
      logger.error('a print failed', { errorName: error instanceof Error ? error.name : 'unknown' })
    }
    work.end(outcome)
    return outcome
  }

  return {
    async run(work) {
      if (stopped) return printFailed('busy')
      const ending = new AbortController()
      const { signal } = ending
      underWay.add(ending)
      let begun = false
      const turn = inOrder(`work ${work.key}`, () =>
        inOrder(deviceOf(work.printer), async () => {
          // Its time was up while it waited: it must not come out of the printer after all.
          if (signal.aborted) return printFailed('busy')
          begun = true
          return onPaper(work, signal)
        }),
      )
      const cancels = [
        timers.after(mostWaitMs, () => begun || ending.abort()),
        timers.after(deadlineMs, () => ending.abort()),
      ]
      const late = new Promise<PrintOutcome>((resolve) => {
        const tell = (): void => resolve(begun ? printCutOff('timed_out') : printFailed('busy'))
        cancels.push(timers.after(deadlineMs + graceMs, tell))
        signal.addEventListener('abort', () => begun || tell(), { once: true })
      })
      try {
        return await Promise.race([turn, late])
      } finally {
        for (const cancel of cancels) cancel()
        underWay.delete(ending)
      }
    },
    stop() {
      stopped = true
      for (const ending of underWay) ending.abort()
    },
  }
}
