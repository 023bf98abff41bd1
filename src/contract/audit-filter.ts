/** What the audit trail is searched and filtered by; the viewer and the export share it. */
import { z } from 'zod'
import { atMs, optionalLine } from './values.ts'

export const auditGroups = [
  'codes',
  'visits',
  'money',
  'customers',
  'feedback',
  'staff',
  'messages',
  'terminals',
  'transfers',
  'office',
  'other',
] as const
/** Actions that belong together. `other`: what this version has no group for. */
export const auditGroup = z.enum(auditGroups)
export type AuditGroup = z.infer<typeof auditGroup>

export const auditFilter = z.object({
  /** Words, an id, a name, an account number, `T1`: every word must be found, and is taken literally. Empty: everything. */
  query: optionalLine(200),
  /** Actions whose words on this screen hold `query`; they are found too. */
  worded: z.array(z.string().max(60)).max(100),
  group: auditGroup.nullable(),
  /** A staff id, `customer` or `system`. */
  actor: z.string().max(64).nullable(),
  terminalId: z.string().max(64).nullable(),
  outcome: z.string().max(64).nullable(),
  /** From this moment. */
  fromMs: atMs.nullable(),
  /** Up to, not including, this moment. */
  toMs: atMs.nullable(),
})
export type AuditFilter = z.infer<typeof auditFilter>
