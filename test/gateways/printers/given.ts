/** What the tests of printers print, and on what. */
import type { PrinterConnection, ThermalPrinter } from '../../../src/contract/printers.ts'
import { type ReceiptFacts, receiptPage } from '../../../src/core/billing/receipt-page.ts'
import { receiptSlip } from '../../../src/core/billing/receipt-slip.ts'
import type { PrintDocument } from '../../../src/core/printing/port.ts'
import { needsPicture } from '../../../src/core/printing/slip.ts'

export const english: ReceiptFacts = {
  officeName: 'Green Valley Waste Services',
  receiptNo: 'T1-000001',
  paidAtMs: Date.UTC(2026, 9, 21, 9, 30),
  timeZone: 'UTC',
  locale: 'en',
  customerName: 'José Núñez-Weiß',
  accountNo: 'GV-4001',
  currency: 'INR',
  lines: [
    { billNo: 'B-4001-08', period: '2026-08', amountMinor: 45_000 },
    { billNo: 'B-4001-09', period: '2026-09', amountMinor: 1_234_567_89 },
  ],
  amountMinor: 1_235_017_89,
  tenderedMinor: 1_236_000_00,
  changeMinor: 982_11,
  method: 'cash',
  reference: null,
  duplicate: false,
  voided: false,
}

export const persian: ReceiptFacts = { ...english, locale: 'fa', officeName: 'دفتر مرکزی', customerName: 'سارا کریمی' }

export function documentOf(facts: ReceiptFacts): PrintDocument {
  const slip = receiptSlip(facts)
  return {
    title: facts.receiptNo,
    html: receiptPage(facts),
    slip,
    picture: needsPicture(slip) ? 'must' : 'no',
    opensDrawer: facts.method === 'cash',
  }
}

export const thermal = (connection: PrinterConnection, more: Partial<ThermalPrinter> = {}): ThermalPrinter => ({
  kind: 'thermal',
  connection,
  paperMm: 80,
  cut: true,
  drawer: false,
  ...more,
})

export const onNetwork = (port: number, more: Partial<ThermalPrinter> = {}): ThermalPrinter =>
  thermal({ via: 'network', host: '127.0.0.1', port }, more)
