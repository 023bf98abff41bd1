/** Hearing the customer: a rating, what it is about, their words; and the staff's work until it is resolved. */
import { z } from 'zod'
import { inVisit, staffOnly } from './procedure.ts'
import { atMs, id, words } from './values.ts'

export const feedbackCategory = z.enum(['missed_pickup', 'bill', 'staff', 'other'])
export type FeedbackCategory = z.infer<typeof feedbackCategory>
export const ticketStatus = z.enum(['open', 'in_work', 'resolved'])
export type TicketStatus = z.infer<typeof ticketStatus>

export const ticket = z.object({
  ticketId: id,
  /** Counted per terminal, to say aloud: `F1-0042`. */
  ticketNo: z.string(),
  customerId: id,
  customerName: z.string(),
  rating: z.int().min(1).max(5),
  category: feedbackCategory,
  words: z.string(),
  status: ticketStatus,
  answer: z.string(),
  createdAtMs: atMs,
  updatedAtMs: atMs,
})
export type Ticket = z.infer<typeof ticket>

export const feedback = {
  give: inVisit
    .input(z.object({ visitId: id, rating: z.int().min(1).max(5), category: feedbackCategory, words: words(2000) }))
    .output(z.object({ outcome: z.literal('done'), ticketNo: z.string() })),
  list: staffOnly
    .input(z.object({ status: ticketStatus.optional(), before: atMs.optional() }))
    .output(z.object({ tickets: z.array(ticket), more: z.boolean() })),
  /** open → in_work → resolved. On resolution the customer is told by `answer`. */
  move: staffOnly
    .input(z.object({ ticketId: id, to: z.enum(['in_work', 'resolved']), answer: words(2000) }))
    .output(
      z.discriminatedUnion('outcome', [
        z.object({ outcome: z.literal('done'), ticket, told: z.boolean() }),
        z.object({ outcome: z.literal('refused'), reason: z.enum(['not_found', 'not_possible']) }),
      ]),
    ),
}
