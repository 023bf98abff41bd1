/** Values that several capabilities share. Every string that comes in is bounded, NFC-normalised and free of control characters. */
import { z } from 'zod'

// Control characters except tab and line breaks, plus the bidirectional overrides that can disguise a name.
const forbidden = /[\p{Cc}\u202A-\u202E\u2066-\u2069]/u
const forbiddenInLines = /[^\P{Cc}\t\n\r]|[\u202A-\u202E\u2066-\u2069]/u

/** One line of text: trimmed, NFC, 1 to `max` characters, no control or direction-override characters. */
export const line = (max: number) =>
  z
    .string()
    .max(max * 4)
    .transform((raw) => raw.normalize('NFC').trim())
    .refine((value) => value.length >= 1 && value.length <= max, { error: `1 to ${max} characters` })
    .refine((value) => !forbidden.test(value), { error: 'control characters are not allowed' })

/** Like `line`, but may be empty. */
export const optionalLine = (max: number) =>
  z
    .string()
    .max(max * 4)
    .transform((raw) => raw.normalize('NFC').trim())
    .refine((value) => value.length <= max, { error: `at most ${max} characters` })
    .refine((value) => !forbidden.test(value), { error: 'control characters are not allowed' })

/** Several lines of words: trimmed, NFC, at most `max` characters; may be empty. */
export const words = (max: number) =>
  z
    .string()
    .max(max * 4)
    .transform((raw) => raw.normalize('NFC').trim())
    .refine((value) => value.length <= max, { error: `at most ${max} characters` })
    .refine((value) => !forbiddenInLines.test(value), { error: 'control characters are not allowed' })

/** A UUIDv7 of ours. */
export const id = z.uuid()

/** Epoch milliseconds. */
export const atMs = z.int().nonnegative()

/** ISO date without time, `2026-10-21`. */
export const isoDate = z.iso.date()

/** Integer minor units of the office's currency (paise, cents). */
export const amountMinor = z.int().nonnegative().max(Number.MAX_SAFE_INTEGER)

/** Same, above zero. */
export const positiveAmountMinor = z.int().positive().max(Number.MAX_SAFE_INTEGER)

export const locales = ['en', 'fa', 'hi'] as const
/** A language the screens and messages are written in. */
export const locale = z.enum(locales)
export type Locale = z.infer<typeof locale>

export const channels = ['email', 'sms', 'whatsapp'] as const
/** A way a message can travel. */
export const channel = z.enum(channels)
export type Channel = z.infer<typeof channel>

export const contactKinds = ['email', 'phone'] as const
export const contactKind = z.enum(contactKinds)
export type ContactKind = z.infer<typeof contactKind>

/** One of the person's ways to be reached. `value` is normalised: lower-case mail, E.164 phone. */
export const contact = z.object({ contactId: id, kind: contactKind, value: z.string() })
export type Contact = z.infer<typeof contact>

/** A key the screen makes once for one intention, so that a double click or a retry is one act. */
export const idempotencyKey = z
  .string()
  .min(16)
  .max(64)
  .regex(/^[A-Za-z0-9_-]+$/)
