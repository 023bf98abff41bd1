/** The desktop terminal's printers: its system's through a window nobody sees, thermal ones with the same window's pictures. */
import type { Logger } from '../core/kernel/logger.ts'
import { type PrintOutcome, printCutOff, printFailed, type ReceiptPrinter } from '../core/printing/port.ts'
import { fontsReady } from '../gateways/chromium-page.ts'
import type { SystemPrinters } from '../gateways/printers/cups.ts'
import { hostPrinters } from '../gateways/printers/host-printers.ts'
import { drawPage, type PagePictures } from '../gateways/printers/slip-picture.ts'
import type { SlipFonts } from '../gateways/slip-fonts.ts'
import { addressOf } from './still-page.ts'
import type { ProductWindow } from './window-options.ts'

export interface WindowPrinterParts {
  /** A hidden window for pages without script. */
  readonly openWindow: () => ProductWindow
  /** One that draws although nobody sees it. */
  readonly openCanvas: () => ProductWindow
  readonly withFonts: SlipFonts
  readonly platform: NodeJS.Platform
  readonly logger: Logger
}

/** Runs `work` in a window of its own; the window is gone afterwards, or as soon as `signal` aborts. */
async function inWindow<Made>(
  open: () => ProductWindow,
  signal: AbortSignal,
  work: (window: ProductWindow) => Promise<Made>,
): Promise<Made> {
  const window = open()
  const late = new Promise<never>((_, reject) => {
    const stop = (): void => reject(new Error('the time was up'))
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
  try {
    return await Promise.race([work(window), late])
  } finally {
    window.destroy()
  }
}

/** Electron's words for a printer that its system does not know. */
const isUnknown = (reason: string): boolean => /deviceName|invalid printer/i.test(reason)

function printed(window: ProductWindow, deviceName: string): Promise<PrintOutcome> {
  return new Promise((resolve) => {
    const options = {
      silent: true,
      deviceName,
      printBackground: true,
      margins: { marginType: 'none' },
      usePrinterDefaultPageSize: true,
    } as const
    // "Success" is the system's spooler that took it; what the paper does, nobody says here.
    window.webContents.print(options, (success, reason) => {
      if (success) resolve({ outcome: 'printed', confirmed: false, picture: true })
      else if (isUnknown(reason)) resolve(printFailed('unknown_printer', reason))
      else resolve(printFailed('spooler_refused', reason === '' ? null : reason))
    })
  })
}

/** A list of printers has 2 s: a system may ask the network for them. */
const listMs = 2_000

function windowPrinters({ openWindow, withFonts, logger }: WindowPrinterParts): SystemPrinters {
  const warn = (what: string, error: unknown): void =>
    logger.warn(what, { errorName: error instanceof Error ? error.name : 'unknown' })
  return {
    async list() {
      try {
        const signal = AbortSignal.timeout(listMs)
        const found = await inWindow(openWindow, signal, (window) => window.webContents.getPrintersAsync())
        const printers = found.map(({ name, displayName }) => ({
          name,
          description: displayName === name ? '' : displayName,
          usual: false,
        }))
        return { state: 'listed', printers }
      } catch (error) {
        warn('the printers could not be listed', error)
        return { state: 'none', why: 'failed' }
      }
    },
    async print(name, document, signal) {
      let handedOver = false
      try {
        return await inWindow(openWindow, signal, async (window) => {
          await window.loadURL(addressOf(withFonts(document.html)))
          handedOver = true
          return printed(window, name)
        })
      } catch (error) {
        warn('a receipt could not be printed', error)
        const why = signal.aborted ? 'timed_out' : 'printer_error'
        return handedOver ? printCutOff(why) : printFailed(why)
      }
    },
  }
}

function windowPictures({ openCanvas, withFonts, logger }: WindowPrinterParts): PagePictures {
  return {
    available: async () => true,
    async draw(html, widthDots, signal) {
      try {
        const png = await inWindow(openCanvas, signal, async (window) => {
          const { debugger: devTools } = window.webContents
          await window.loadURL(addressOf('<!doctype html>'))
          devTools.attach('1.3')
          const call = (method: string, params: object) => devTools.sendCommand(method, params)
          return drawPage(call, widthDots, async () => {
            await window.loadURL(addressOf(withFonts(html)))
            await call('Runtime.evaluate', { expression: fontsReady, awaitPromise: true })
          })
        })
        return { outcome: 'done', png }
      } catch (error) {
        logger.warn('a receipt could not be drawn', { errorName: error instanceof Error ? error.name : 'unknown' })
        return { outcome: 'refused', reason: 'picture_failed' }
      }
    },
  }
}

export const desktopPrinters = (parts: WindowPrinterParts): ReceiptPrinter =>
  hostPrinters({ platform: parts.platform, system: windowPrinters(parts), pictures: windowPictures(parts) })
