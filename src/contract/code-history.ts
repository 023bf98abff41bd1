/** Every one-time code the office sent: to whom, why, how its message fared and what became of it. Never the code itself. */
import { z } from 'zod'
import { codeFilter, codeOutcome } from './code-filter.ts'
import { supervisors } from './procedure.ts'
import { atMs, channel, contactKind, id } from './values.ts'

/** What became of the message that carried it. */
export const codeMessage = z.object({
  status: z.enum([
    'queued',
    'sending',
    'asking',
    'retrying',
    'taken',
    'failed',
    'unconfirmed',
    'delivered',
    'undelivered',
  ]),
  provider: z.string().nullable(),
  tries: z.int().nonnegative(),
  takenAtMs: atMs.nullable(),
  deliveredAtMs: atMs.nullable(),
  costMicros: z.int().nullable(),
  costCurrency: z.string().nullable(),
  /** False: estimated by the office. */
  costTold: z.boolean(),
  /** Why it failed, in the provider's words. */
  words: z.string().nullable(),
})
export type CodeMessage = z.infer<typeof codeMessage>

export const sentCode = z.object({
  challengeId: id,
  /** What the message and the screen showed to tell codes apart, `K7`. */
  reference: z.string(),
  /** Shown as it is where the screens have no word for it. */
  purpose: z.string(),
  channel,
  contactKind,
  /** Masked, unless an administrator asks and the customer's own page shows it. */
  contact: z.string(),
  customer: z.object({ customerId: id, name: z.string(), accountNo: z.string() }).nullable(),
  /** Nobody we know; told to administrators only, others do not see such codes at all. */
  decoy: z.boolean(),
  requestedBy: z.object({ kind: z.enum(['staff', 'customer', 'unknown']), name: z.string() }),
  terminalLabel: z.string().nullable(),
  createdAtMs: atMs,
  expiresAtMs: atMs,
  outcome: codeOutcome,
  /** Wrong codes typed against it. */
  wrongTries: z.int().nonnegative(),
  verifiedAtMs: atMs.nullable(),
  /** Null where nothing left the office. */
  message: codeMessage.nullable(),
})
export type SentCode = z.infer<typeof sentCode>

/** Where a page ended. */
export const codeCursor = z.object({ createdAtMs: atMs, challengeId: id })
export type CodeCursor = z.infer<typeof codeCursor>

export const codePage = z.object({
  codes: z.array(sentCode),
  /** A page may be short and still have a next one: each answer looks through a bounded part. Null at the end. */
  next: codeCursor.nullable(),
})
export type CodePage = z.infer<typeof codePage>

export const codeHistory = {
  list: supervisors.input(z.object({ filter: codeFilter, after: codeCursor.optional() })).output(codePage),
}
