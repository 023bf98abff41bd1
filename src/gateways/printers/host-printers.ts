/** The printers of one host: its system's, and thermal ones on the network or at its own ports. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { PdfPrinter } from '../../core/billing/receipts.ts'
import type { ReceiptPrinter } from '../../core/printing/port.ts'
import type { ChromiumPages } from '../chromium-page.ts'
import { chromiumPictures } from './chromium-pictures.ts'
import { cupsPrinters, noSystemPrinters, type SystemPrinters } from './cups.ts'
import type { PagePictures } from './slip-picture.ts'
import { thermalPrinter } from './thermal.ts'

const usbNames = /^(lp\d+|ulpt\d+|unlpt\d+)$/
const serialNames = /^(tty(USB|ACM)\d+|ttyU\d+|cu\.(usb|wch|SLAB)[\w.-]*|rfcomm\d+)$/

/** Device files that look like a printer's. A printer that is off has none. */
async function devicesFound(): Promise<{ usb: string[]; serial: string[] }> {
  const named = async (folder: string, names: RegExp): Promise<string[]> =>
    (await readdir(folder).catch(() => []))
      .filter((name) => names.test(name))
      .sort()
      .slice(0, 20)
      .map((name) => join(folder, name))
  const [usb, plain, serial] = await Promise.all([
    named('/dev/usb', usbNames),
    named('/dev', usbNames),
    named('/dev', serialNames),
  ])
  return { usb: [...usb, ...plain], serial }
}

export interface HostPrinterParts {
  readonly platform: NodeJS.Platform
  readonly system: SystemPrinters
  readonly pictures: PagePictures
}

export function hostPrinters({ platform, system, pictures }: HostPrinterParts): ReceiptPrinter {
  const deviceFiles = platform !== 'win32'
  const thermal = thermalPrinter({ pictures, deviceFiles })
  return {
    async offer() {
      const [listed, devices, drawn] = await Promise.all([
        system.list(),
        deviceFiles ? devicesFound() : null,
        pictures.available(),
      ])
      return { system: listed, devices, pictures: drawn }
    },
    print: (printer, document, signal) =>
      printer.kind === 'system' ? system.print(printer.name, document, signal) : thermal(printer, document, signal),
  }
}

/** The printers of the Node host. */
export function nodePrinters(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
  through: { readonly pages: ChromiumPages; readonly pdf: PdfPrinter },
): ReceiptPrinter {
  const system = platform === 'win32' ? noSystemPrinters('windows') : cupsPrinters(env, through.pdf)
  return hostPrinters({ platform, system, pictures: chromiumPictures(through.pages) })
}
