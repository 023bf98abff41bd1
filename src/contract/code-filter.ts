/** What the history of codes is searched and filtered by. */
import { z } from 'zod'
import { atMs, channel, id, optionalLine } from './values.ts'

export const codePurposes = [
  'visit',
  'registration',
  'contact_change',
  'staff_sign_in',
  'password_reset',
  'rest_sign_in',
] as const
export const codeOutcomes = [
  /** Neither used nor over. */
  'waiting',
  'verified',
  'expired',
  /** A newer code took its place. */
  'superseded',
  /** Too many wrong tries. */
  'exhausted',
  'cancelled',
] as const
export const codeOutcome = z.enum(codeOutcomes)
export type CodeOutcome = z.infer<typeof codeOutcome>

export const codeFilter = z.object({
  /** A customer's name, account, contact, or a code's reference. Empty: everything. */
  query: optionalLine(200),
  customerId: id.nullable(),
  purpose: z.enum(codePurposes).nullable(),
  channel: channel.nullable(),
  outcome: codeOutcome.nullable(),
  fromMs: atMs.nullable(),
  toMs: atMs.nullable(),
  /** Those older than 90 days, which the office has put into its archive. */
  archived: z.boolean(),
})
export type CodeFilter = z.infer<typeof codeFilter>
