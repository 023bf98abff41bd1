/** Receipts as PDF through a headless Chromium of this machine, for the Node host. The page never touches the disk. */
import type { PdfPrinter } from '../core/billing/receipts.ts'
import { type BlankPage, type ChromiumPages, chromiumPages } from './chromium-page.ts'

/** A receipt's width on paper, and CSS pixels an inch has. */
const widthMm = 80
const pixelsPerInch = 96
const mmPerInch = 25.4

/** As long as its words: one slip, like the printer's. */
async function printSlip({ call, show }: BlankPage, html: string): Promise<Uint8Array> {
  const width = Math.round((widthMm / mmPerInch) * pixelsPerInch)
  await call('Emulation.setDeviceMetricsOverride', { width, height: 10, deviceScaleFactor: 1, mobile: false })
  await show(html)
  const { cssContentSize } = await call('Page.getLayoutMetrics', {})
  const paper = { paperWidth: widthMm / mmPerInch, paperHeight: heightOf(cssContentSize) / pixelsPerInch + 0.5 }
  const margins = { marginTop: 0.15, marginBottom: 0.15, marginLeft: 0.15, marginRight: 0.15 }
  const { data } = await call('Page.printToPDF', { ...paper, ...margins, printBackground: true })
  return Buffer.from(String(data), 'base64')
}

function heightOf(size: unknown): number {
  return typeof size === 'object' && size !== null && 'height' in size ? Number(size.height) : 0
}

/** `pages` where the host makes pictures with the same browser. */
export function chromiumPdf(
  env: Readonly<Record<string, string | undefined>>,
  pages: ChromiumPages = chromiumPages(env),
): PdfPrinter {
  return {
    async print(html) {
      const printed = await pages.make((page) => printSlip(page, html))
      if (printed.outcome === 'done') return { outcome: 'done', pdf: printed.made }
      return { outcome: 'refused', reason: printed.reason === 'no_browser' ? 'no_browser' : 'print_failed' }
    },
  }
}
