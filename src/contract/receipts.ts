/** Receipts: a page to print, a PDF, a mail. Printing never blocks or undoes a payment; a reprint says DUPLICATE. */
import { z } from 'zod'
import { printJob } from './printers.ts'
import { inVisit } from './procedure.ts'
import { id } from './values.ts'
import { deliveryFailure } from './verification.ts'

export const receipts = {
  /** Whether this terminal can put a receipt on paper: false where its window is locked and no printer was chosen for it. */
  paper: inVisit.input(z.object({ visitId: id })).output(z.object({ prints: z.boolean() })),
  /** The printable page: one self-contained HTML document. `duplicate` is true from the second print on. */
  page: inVisit
    .input(z.object({ visitId: id, receiptId: id }))
    .output(z.object({ html: z.string(), receiptNo: z.string(), duplicate: z.boolean() }).nullable()),
  /**
   * Prints on what the terminal has chosen. Each print is counted, and later ones say DUPLICATE; one that failed does not
   * count. `way: 'dialog'` goes past the chosen printer.
   */
  print: inVisit
    .input(z.object({ visitId: id, receiptId: id, way: z.enum(['usual', 'dialog']).default('usual') }))
    .output(
      z
        .discriminatedUnion('by', [
          /** The screen opens its dialog with this page. */
          z.object({ by: z.literal('screen'), html: z.string(), receiptNo: z.string(), duplicate: z.boolean() }),
          /** The host prints; `printState` tells what becomes of it, within 11 s. */
          z.object({ by: z.literal('host'), jobId: id, receiptNo: z.string() }),
          /** This terminal's receipts are PDFs: ask for `pdf`. */
          z.object({ by: z.literal('file'), receiptNo: z.string() }),
          /** A locked window, which opens no dialog and saves no file, and no printer was chosen for it. Nothing is counted. */
          z.object({ by: z.literal('nowhere'), receiptNo: z.string() }),
        ])
        .nullable(),
    ),
  /** What became of a print by the host. Null where nobody knows any more, as after a restart. */
  printState: inVisit.input(z.object({ visitId: id, jobId: id })).output(printJob.nullable()),
  /** Base64 PDF through Chromium's print. `no_browser`: print the page and choose "Save as PDF" instead. */
  pdf: inVisit
    .input(z.object({ visitId: id, receiptId: id }))
    .output(
      z.discriminatedUnion('outcome', [
        z.object({ outcome: z.literal('done'), fileName: z.string(), pdfBase64: z.string() }),
        z.object({ outcome: z.literal('refused'), reason: z.enum(['not_found', 'no_browser', 'print_failed']) }),
      ]),
    ),
  /** Puts the receipt into the outbox, to one of the customer's own mail addresses. */
  email: inVisit.input(z.object({ visitId: id, receiptId: id, contactId: id })).output(
    z.discriminatedUnion('outcome', [
      z.object({ outcome: z.literal('queued'), sentTo: z.string(), messageId: id }),
      z.object({
        outcome: z.literal('refused'),
        reason: z.enum(['not_found', 'not_an_email', 'channel_unavailable']),
      }),
    ]),
  ),
  /** What became of a receipt's mail: leaving, taken by the provider, or why not. */
  emailState: inVisit.input(z.object({ visitId: id, messageId: id })).output(
    z
      .object({
        status: z.enum(['leaving', 'taken', 'failed', 'unconfirmed']),
        failure: deliveryFailure.nullable(),
        words: z.string().nullable(),
      })
      .nullable(),
  ),
}
