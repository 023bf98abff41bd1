/** Printing, as the product is built from: the terminals' printers, the jobs on them, and receipts as jobs. */
import { receiptPrints } from './core/billing/receipt-prints.ts'
import type { PdfPrinter, Receipts } from './core/billing/receipts.ts'
import type { Timers } from './core/kernel/timers.ts'
import { printerChoices } from './core/printing/choices.ts'
import { printJobs } from './core/printing/jobs.ts'
import { noPrinter, type ReceiptPrinter } from './core/printing/port.ts'
import { printerStore } from './core/printing/store.ts'
import type { OpenOffice } from './office-data.ts'

export interface PrintingPorts {
  readonly pdf: PdfPrinter
  /** Left out by commands that open an office without a counter. */
  readonly printer?: ReceiptPrinter
  readonly timers: Timers
}

export function buildPrinting(office: OpenOffice, ports: PrintingPorts, receipts: Receipts) {
  const { pdf, timers, printer = noPrinter } = ports
  const jobs = printJobs({ timers, logger: office.logger, printer })
  const officeName = (): string => office.settings.get().officeName
  const choices = printerChoices({ ...office, store: printerStore(office.db), officeName, printer, pdf, jobs })
  return {
    choices,
    prints: receiptPrints({ ...office, receipts, jobs, choiceOf: choices.of }),
    stop: () => jobs.stop(),
  }
}
