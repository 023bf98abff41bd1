import { describe, expect, it } from 'vitest'
import { receiptPage } from '../../src/core/billing/receipt-page.ts'
import { chromiumPdf } from '../../src/gateways/chromium-pdf.ts'

const page = receiptPage({
  officeName: 'دفتر مرکزی',
  receiptNo: 'T1-000001',
  paidAtMs: 1_770_000_000_000,
  timeZone: 'UTC',
  locale: 'fa',
  customerName: 'سارا کریمی',
  accountNo: 'A-1',
  currency: 'IRR',
  lines: [{ billNo: 'B-1', period: '2026-10', amountMinor: 1_000 }],
  amountMinor: 1_000,
  tenderedMinor: null,
  changeMinor: null,
  method: 'card',
  reference: 'slip',
  duplicate: false,
  voided: false,
})

describe('a receipt as PDF', () => {
  it('is printed by a real Chromium', async () => {
    const printed = await chromiumPdf(process.env).print(page)
    if (printed.outcome !== 'done') throw new Error(printed.reason)
    expect(Buffer.from(printed.pdf.subarray(0, 5)).toString()).toBe('%PDF-')
    expect(printed.pdf.length).toBeGreaterThan(5_000)
  })

  it('is refused in plain words where there is no browser to print with', async () => {
    expect(await chromiumPdf({ CHROME_PATH: '/bin/false' }).print(page)).toEqual({
      outcome: 'refused',
      reason: 'print_failed',
    })
  })
})
