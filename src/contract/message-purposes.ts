/** What the office writes messages for; each has its own words. */
import { z } from 'zod'

export const messagePurposes = [
  'code_visit',
  'code_registration',
  'code_contact_change',
  'code_staff_sign_in',
  'code_password_reset',
  'code_rest_sign_in',
  'receipt',
  'ticket_resolved',
  'password_changed',
  'test',
] as const
export const messagePurpose = z.enum(messagePurposes)
export type MessagePurpose = z.infer<typeof messagePurpose>
