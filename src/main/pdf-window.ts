/** Receipts as PDF through a window nobody sees: no script, no bridge, no network. */
import type { PdfPrinter } from '../core/billing/receipts.ts'
import type { Logger } from '../core/kernel/logger.ts'
import type { Timers } from '../core/kernel/timers.ts'
import type { SlipFonts } from '../gateways/slip-fonts.ts'
import { addressOf } from './still-page.ts'
import type { ProductWindow } from './window-options.ts'

/** Loading and printing one page may take this long: 20 s. */
const deadlineMs = 20_000

export interface PdfWindowParts {
  readonly openWindow: () => ProductWindow
  readonly withFonts: SlipFonts
  readonly timers: Timers
  readonly logger: Logger
}

export function pdfWindow({ openWindow, withFonts, timers, logger }: PdfWindowParts): PdfPrinter {
  async function print(html: string): ReturnType<PdfPrinter['print']> {
    const window = openWindow()
    const late = Promise.withResolvers<never>()
    const cancel = timers.after(deadlineMs, () => late.reject(new Error('the time was up')))
    try {
      const printed = window
        .loadURL(addressOf(withFonts(html)))
        .then(() => window.webContents.printToPDF({ printBackground: true, preferCSSPageSize: true }))
      return { outcome: 'done', pdf: await Promise.race([printed, late.promise]) }
    } catch (error) {
      // The payment stands whatever the printer's window does; the screen offers the page instead.
      logger.warn('a receipt could not be printed to PDF', {
        errorName: error instanceof Error ? error.name : 'unknown',
      })
      return { outcome: 'refused', reason: 'print_failed' }
    } finally {
      cancel()
      window.destroy()
    }
  }
  let last: Promise<unknown> = Promise.resolve()
  return {
    /** One at a time: a second window costs more memory than a receipt costs time. */
    print(html) {
      const printed = last.then(() => print(html))
      last = printed
      return printed
    },
  }
}
