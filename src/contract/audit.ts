/** The audit trail as an administrator reads it: who did what to whom, when, where and with what outcome; newest first. */
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { auditFilter } from './audit-filter.ts'
import { administrators } from './procedure.ts'
import { atMs, id } from './values.ts'

export const auditSubject = z.object({
  /** `other`: shown as it is written. */
  kind: z.enum(['customer', 'code', 'payment', 'receipt', 'ticket', 'staff', 'terminal', 'visit', 'office', 'other']),
  /** A name, a receipt's or a ticket's number, a masked contact; else the id itself. */
  text: z.string(),
})
export type AuditSubject = z.infer<typeof auditSubject>

export const auditEntry = z.object({
  seq: z.int(),
  atMs,
  actor: z.object({
    kind: z.enum(['staff', 'customer', 'system', 'unknown']),
    id: z.string(),
    name: z.string(),
  }),
  terminal: z.object({ terminalId: z.string(), label: z.string() }).nullable(),
  visitId: z.string().nullable(),
  /** Domain and verb; what the screens have no words for is shown as it is. */
  action: z.string(),
  subject: auditSubject,
  /** Whom it concerns, where that is known. */
  customer: z.object({ customerId: id, name: z.string(), accountNo: z.string() }).nullable(),
  outcome: z.string(),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
})
export type AuditEntry = z.infer<typeof auditEntry>

export const auditPage = z.object({
  entries: z.array(auditEntry),
  /**
   * How to go on: ask again with `before`. A page may be short or empty and still have a next one: each answer looks
   * through a bounded part of the trail, as far back as `reachedAtMs`. Null at the end.
   */
  next: z.object({ before: z.int(), reachedAtMs: atMs }).nullable(),
})
export type AuditPage = z.infer<typeof auditPage>

export const trailProof = z.discriminatedUnion('state', [
  z.object({ state: z.literal('walking'), rows: z.int(), total: z.int() }),
  z.object({ state: z.literal('whole'), rows: z.int() }),
  /** `seq`: the first row that is not as it was written. */
  z.object({ state: z.literal('broken'), seq: z.int(), why: z.enum(['changed', 'missing', 'reordered']) }),
])
export type TrailProof = z.infer<typeof trailProof>

export const audit = {
  list: administrators
    .input(z.object({ filter: auditFilter, before: z.int().positive().optional() }))
    .output(auditPage),
  /** What there is to filter by. */
  choices: administrators.output(
    z.object({
      staff: z.array(z.object({ staffId: id, name: z.string() })),
      terminals: z.array(z.object({ terminalId: id, label: z.string() })),
      outcomes: z.array(z.string()),
    }),
  ),
  /** Walks the whole chain, a step at a time, and says how it stands. */
  prove: administrators.output(eventIterator(trailProof)),
}
