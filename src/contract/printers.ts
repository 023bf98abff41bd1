/**
 * Where a terminal's receipts go: the browser's own dialog, a PDF, a printer of the host's operating system, or a
 * thermal printer. Chosen per terminal by an administrator; tried by a supervisor.
 */
import { z } from 'zod'
import { administrators, supervisors } from './procedure.ts'
import { atMs, id, line } from './values.ts'

/** Paper widths of receipt printers, in millimetres. */
const paperWidths = [58, 80] as const
const baudRates = [9_600, 19_200, 38_400, 57_600, 115_200] as const

const hostName = z
  .string()
  .max(253)
  .regex(/^[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$|^[0-9A-Fa-f:]+$/)
const devicePath = z
  .string()
  .max(200)
  .regex(/^\/[\w.,:@+/-]+$/)

const connection = z.discriminatedUnion('via', [
  /** Raw TCP, 9100 at most printers. */
  z.object({ via: z.literal('network'), host: hostName, port: z.int().min(1).max(65_535) }),
  /** A printer's device file on the host, `/dev/usb/lp0`. */
  z.object({ via: z.literal('usb'), path: devicePath }),
  z.object({ via: z.literal('serial'), path: devicePath, baud: z.literal(baudRates) }),
])
export type PrinterConnection = z.infer<typeof connection>

const thermal = z.object({
  kind: z.literal('thermal'),
  connection,
  paperMm: z.literal(paperWidths),
  /** Off where the printer has no cutter. */
  cut: z.boolean(),
  /** Opens the cash drawer at the printer's drawer port when cash was taken. */
  drawer: z.boolean(),
})
export type ThermalPrinter = z.infer<typeof thermal>

export const printerChoice = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('dialog') }),
  z.object({ kind: z.literal('pdf') }),
  /** By the name that the operating system knows it by. */
  z.object({ kind: z.literal('system'), name: line(127).refine((name) => !name.startsWith('-')) }),
  thermal,
])
export type PrinterChoice = z.infer<typeof printerChoice>
/** A printer that needs nobody at a screen. */
export type SilentPrinter = Extract<PrinterChoice, { kind: 'system' | 'thermal' }>

const printFailures = [
  'unreachable',
  'disconnected',
  'timed_out',
  'busy',
  'paper_out',
  'cover_open',
  'printer_error',
  /** The print could not be noted on this computer. */
  'not_counted',
  'device_missing',
  'not_a_device',
  'no_permission',
  'no_devices_here',
  'too_slow',
  'no_browser',
  'picture_failed',
  'no_spooler',
  'unknown_printer',
  'spooler_refused',
] as const
/** Why nothing was printed. Every one has its own words with what to do. */
export const printFailure = z.enum(printFailures)
export type PrintFailure = z.infer<typeof printFailure>

/** What the host can offer. */
export const printerOffer = z.object({
  system: z.discriminatedUnion('state', [
    z.object({
      state: z.literal('listed'),
      printers: z.array(z.object({ name: z.string(), description: z.string(), usual: z.boolean() })),
    }),
    /** `windows`: the Node host has no way to print silently there; the desktop app has. */
    z.object({ state: z.literal('none'), why: z.enum(['windows', 'no_spooler', 'failed']) }),
  ]),
  /** Device files of printers found on the host. Null where the host's system has none. */
  devices: z.object({ usb: z.array(z.string()), serial: z.array(z.string()) }).nullable(),
  /** Whether right-to-left and Indic receipts can be printed on a thermal printer, as pictures. */
  pictures: z.boolean(),
})
export type PrinterOffer = z.infer<typeof printerOffer>

const chosen = z.object({
  terminalId: id,
  label: z.string(),
  name: z.string(),
  here: z.boolean(),
  choice: printerChoice,
  /** Null where nobody chose yet, and the dialog serves. */
  chosenByName: z.string().nullable(),
  chosenAtMs: atMs.nullable(),
})
export type TerminalPrinter = z.infer<typeof chosen>

export const printers = {
  /** What this host can offer, and what each terminal prints on. */
  list: administrators.output(z.object({ offer: printerOffer, terminals: z.array(chosen) })),
  /** What this very terminal prints on. */
  choice: supervisors.output(chosen),
  choose: administrators
    .input(z.object({ terminalId: id, choice: printerChoice }))
    .output(
      z.discriminatedUnion('outcome', [
        z.object({ outcome: z.literal('done'), printer: chosen }),
        z.object({ outcome: z.literal('refused'), reason: z.literal('gone') }),
      ]),
    ),
  /** Prints a test page on what the terminal has chosen, and says within 11 s what became of it. */
  test: supervisors.input(z.object({ terminalId: id })).output(
    z.discriminatedUnion('outcome', [
      /** `confirmed` is false where the printer cannot say. `picture` is false where only its Latin lines could be printed. */
      z.object({ outcome: z.literal('printed'), confirmed: z.boolean(), picture: z.boolean() }),
      z.object({ outcome: z.literal('failed'), failure: printFailure, words: z.string().nullable() }),
      /** The terminal prints through its dialog: the page to open it with. */
      z.object({ outcome: z.literal('page'), html: z.string(), title: z.string() }),
      z.object({ outcome: z.literal('file'), fileName: z.string(), pdfBase64: z.string() }),
      /** `no_dialog`: the window that asks is locked, and opens no dialog and saves no file. */
      z.object({ outcome: z.literal('refused'), reason: z.enum(['gone', 'no_dialog']) }),
    ]),
  ),
}

/** What becomes of a receipt on a silent printer. */
export const printJob = z.discriminatedUnion('status', [
  z.object({ status: z.literal('printing') }),
  z.object({ status: z.literal('printed'), duplicate: z.boolean(), confirmed: z.boolean() }),
  z.object({
    status: z.literal('failed'),
    failure: printFailure,
    words: z.string().nullable(),
    /** Some of it had left already: it may still come out, and the next print says DUPLICATE. */
    mayBeOut: z.literal(true).optional(),
  }),
])
export type PrintJob = z.infer<typeof printJob>
