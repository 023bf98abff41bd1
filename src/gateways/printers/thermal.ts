/** A thermal printer: the slip as text where its script can be set, as a picture where not. */
import type { PrintFailure, ThermalPrinter } from '../../contract/printers.ts'
import { type PrintDocument, type PrintOutcome, printFailed } from '../../core/printing/port.ts'
import { converse } from './conversation.ts'
import { openDeviceLine } from './device-line.ts'
import { dotsAcross, framed } from './escpos.ts'
import { monochrome, rasterBody } from './escpos-picture.ts'
import { textBody } from './escpos-text.ts'
import { LineFault, type PrinterLine } from './printer-line.ts'
import type { PagePictures } from './slip-picture.ts'
import { openTcpLine } from './tcp-line.ts'

export interface ThermalParts {
  readonly pictures: PagePictures
  /** False where the system has no device files. */
  readonly deviceFiles: boolean
}

/** A serial line carries so many bits a byte: 8 of data, start and stop. What takes longer than 8 s does not end in time. */
const bitsPerByte = 10
const mostSeconds = 8

type Job = { readonly bytes: Uint8Array; readonly picture: boolean }

async function pictureOf(
  document: PrintDocument,
  paperMm: ThermalPrinter['paperMm'],
  pictures: PagePictures,
  signal: AbortSignal,
): Promise<Uint8Array | PrintFailure> {
  const width = dotsAcross[paperMm]
  const drawn = await pictures.draw(document.html, width, signal)
  if (drawn.outcome === 'refused') return signal.aborted ? 'timed_out' : drawn.reason
  const picture = monochrome(drawn.png, width)
  return picture.height === 0 ? 'picture_failed' : rasterBody(picture)
}

async function jobOf(
  printer: ThermalPrinter,
  document: PrintDocument,
  parts: ThermalParts,
  signal: AbortSignal,
): Promise<Job | PrintFailure> {
  const frame = { printer, opensDrawer: document.opensDrawer }
  if (document.picture !== 'no') {
    const body = await pictureOf(document, printer.paperMm, parts.pictures, signal)
    if (typeof body !== 'string') return { bytes: framed(body, frame), picture: true }
    if (document.picture === 'must') return body
  }
  return { bytes: framed(await textBody(document.slip, printer.paperMm), frame), picture: false }
}

const tooSlow = ({ connection }: ThermalPrinter, { bytes }: Job): boolean =>
  connection.via === 'serial' && (bytes.length * bitsPerByte) / connection.baud > mostSeconds

const opened = ({ connection }: ThermalPrinter, signal: AbortSignal): Promise<PrinterLine> =>
  connection.via === 'network'
    ? openTcpLine(connection.host, connection.port, signal)
    : openDeviceLine(connection, signal)

export function thermalPrinter(parts: ThermalParts) {
  return async (printer: ThermalPrinter, document: PrintDocument, signal: AbortSignal): Promise<PrintOutcome> => {
    if (printer.connection.via !== 'network' && !parts.deviceFiles) return printFailed('no_devices_here')
    const job = await jobOf(printer, document, parts, signal)
    if (typeof job === 'string') return printFailed(job)
    // Better nothing than half a receipt.
    if (tooSlow(printer, job)) return printFailed('too_slow')
    let line: PrinterLine | null = null
    try {
      line = await opened(printer, signal)
      return await converse(line, job)
    } catch (error) {
      if (error instanceof LineFault) return printFailed(error.failure)
      throw error
    } finally {
      await line?.close()
    }
  }
}
