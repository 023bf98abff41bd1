/** The words of the office's messages: per purpose, channel and language; edited with a preview, checked, restorable. */
import { z } from 'zod'
import { messagePurpose } from './message-purposes.ts'
import { administrators } from './procedure.ts'
import { atMs, channel, locale } from './values.ts'

export const templateKey = z.object({ purpose: messagePurpose, channel, locale })
export type TemplateKey = z.infer<typeof templateKey>

// Control, direction and other invisible characters, except line breaks, joiners (Persian and Hindi spelling) and marks.
const invisible = /[[\p{Cc}\p{Cf}\p{Co}]--[\n\u200C-\u200F\u061C]]/gv

/** Words as pasted, brought to one form. How long and of what they may be is not a matter of form: see `templateProblem`. */
const pasted = (max: number) =>
  z
    .string()
    .max(max)
    .transform((raw) =>
      raw.toWellFormed().normalize('NFC').replace(/\r\n?/g, '\n').replaceAll('\t', ' ').replace(invisible, '').trim(),
    )

const pastedLine = (max: number) => pasted(max).transform((text) => text.replace(/\s+/g, ' '))

/**
 * What an office may write: text with `{placeholders}`; paragraphs are parted by an empty line, and `{code}`, `{facts}` or
 * `{answer}` on a line of its own stands out in HTML. Mail has a subject and a heading; SMS and WhatsApp leave both empty.
 */
export const templateSource = z.object({
  subject: pastedLine(2_000),
  heading: pastedLine(2_000),
  body: pasted(20_000),
})
export type TemplateSource = z.infer<typeof templateSource>

/** What is wrong with a source; nothing wrong is saved. */
export const templateProblem = z.object({
  field: z.enum(['subject', 'heading', 'body']),
  problem: z.enum(['missing_placeholder', 'unknown_placeholder', 'code_in_subject', 'empty', 'too_long']),
  /** The placeholder concerned, without braces; empty where none is, and for a brace that stands alone. */
  name: z.string(),
})
export type TemplateProblem = z.infer<typeof templateProblem>

export const templatePlaceholder = z.object({
  name: z.string(),
  /** The body must hold it. */
  required: z.boolean(),
  /** It may also stand in subject and heading. */
  inSubject: z.boolean(),
})
export type TemplatePlaceholder = z.infer<typeof templatePlaceholder>

/** How a text message travels: what one segment holds, and how many it takes. */
export const smsSize = z.object({
  encoding: z.enum(['gsm7', 'ucs2']),
  /** Places used: characters of the GSM alphabet (some take two), or UTF-16 units. */
  places: z.int().nonnegative(),
  segments: z.int().positive(),
  /** The characters that force UCS-2; the first 10 different ones. */
  costly: z.array(z.string()),
})
export type SmsSize = z.infer<typeof smsSize>

export const templatePreview = z.object({
  problems: z.array(templateProblem),
  subject: z.string(),
  text: z.string(),
  /** Null for SMS and WhatsApp. A whole document, self-contained, without scripts. */
  html: z.string().nullable(),
  /** Null for mail and WhatsApp. */
  sms: smsSize.nullable(),
})
export type TemplatePreview = z.infer<typeof templatePreview>

export const templateDetail = z.object({
  source: templateSource,
  original: templateSource,
  changedAtMs: atMs.nullable(),
  /** The name of the member of staff; null also where that person is no longer known. */
  changedBy: z.string().nullable(),
  placeholders: z.array(templatePlaceholder),
})
export type TemplateDetail = z.infer<typeof templateDetail>

export const templates = {
  /** Those that differ from their original. */
  changed: administrators.output(z.array(templateKey)),
  get: administrators.input(templateKey).output(templateDetail),
  /** The message as it would be, with made-up values. */
  preview: administrators.input(z.object({ key: templateKey, source: templateSource })).output(templatePreview),
  save: administrators
    .input(z.object({ key: templateKey, source: templateSource }))
    .output(
      z.discriminatedUnion('outcome', [
        z.object({ outcome: z.literal('done') }),
        z.object({ outcome: z.literal('refused'), problems: z.array(templateProblem) }),
      ]),
    ),
  /** Back to the original words. */
  restore: administrators.input(templateKey).output(z.object({ outcome: z.literal('done') })),
}
