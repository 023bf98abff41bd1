/** One job with an ESC/POS printer: asks how it is, sends, and hears whether it is done. Source: Epson ESC/POS command reference. */
import type { PrintFailure } from '../../contract/printers.ts'
import { type PrintOutcome, printCutOff, printFailed } from '../../core/printing/port.ts'
import { LineFault, type PrinterLine } from './printer-line.ts'

/** DLE EOT n, answered at once even by a printer that is offline. 2: why it is offline; 4: its paper. */
const askOffline = Uint8Array.of(0x10, 0x04, 2)
const askPaper = Uint8Array.of(0x10, 0x04, 4)
/** GS r 1, answered only when all that was sent before it has been printed. */
const askDone = Uint8Array.of(0x1d, 0x72, 1)

/** Both questions have 1 s together. */
const answerMs = 500
/** So long nothing is asked again while a printer prints: 1 s. */
const printingMs = 1_000
/** A printer that answers DLE EOT but has never heard of GS r is believed after as many seconds. */
const looks = 3

/** The fixed bits of an answer to DLE EOT, and of one to GS r. */
const isRealTime = (byte: number): boolean => (byte & 0b1001_0011) === 0b0001_0010
const isDone = (byte: number): boolean => (byte & 0b1001_0000) === 0

const found = async (line: PrinterLine, ms: number, fits: (byte: number) => boolean): Promise<number | null> =>
  (await line.read(ms)).find(fits) ?? null

/** Null where the connection does not answer within 1 s. */
async function stateOf(line: PrinterLine): Promise<'ready' | PrintFailure | null> {
  await line.write(askOffline)
  const offline = await found(line, answerMs, isRealTime)
  if (offline === null) return null
  await line.write(askPaper)
  const paper = await found(line, answerMs, isRealTime)
  if (((paper ?? 0) & 0b0110_0000) !== 0 || (offline & 0b0010_0000) !== 0) return 'paper_out'
  if ((offline & 0b0000_0100) !== 0) return 'cover_open'
  return (offline & 0b0100_0000) === 0 ? 'ready' : 'printer_error'
}

/** A printer that spoke before says when it is done, or what stopped it in the middle. */
async function done(line: PrinterLine, picture: boolean): Promise<PrintOutcome> {
  await line.write(askDone)
  for (let looked = 0; ; looked += 1) {
    const printed = { outcome: 'printed', confirmed: true, picture } as const
    if ((await found(line, printingMs, isDone)) !== null) return printed
    const state = await stateOf(line)
    if (state === 'ready' && looked + 1 >= looks) return printed
    // Without an answer the line is listened to until the job's time is up; then reading fails.
    if (state !== 'ready' && state !== null) return printCutOff(state)
  }
}

/** Rejects with a `LineFault` where the line breaks before anything was sent. */
export async function converse(
  line: PrinterLine,
  job: { readonly bytes: Uint8Array; readonly picture: boolean },
): Promise<PrintOutcome> {
  const state = await stateOf(line)
  if (state !== null && state !== 'ready') return printFailed(state)
  try {
    await line.write(job.bytes)
    if (state !== null) return await done(line, job.picture)
    await line.settled()
    return { outcome: 'printed', confirmed: false, picture: job.picture }
  } catch (error) {
    // What the printer holds it prints when it can: nobody here can call it back.
    if (error instanceof LineFault) return printCutOff(error.failure)
    throw error
  }
}
