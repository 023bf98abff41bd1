/** Feedback: what customers say, and the office's work on it. On resolution the customer is told. */
import type { FeedbackCategory, Ticket, TicketStatus } from '../../contract/feedback.ts'
import type { Channel } from '../../contract/values.ts'
import type { AuditTrail } from '../audit/trail.ts'
import type { CustomerStore } from '../customers/store.ts'
import type { Outbox } from '../delivery/outbox.ts'
import type { ChangeLog } from '../kernel/change-log.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Db, Transact } from '../kernel/db.ts'
import type { NewId } from '../kernel/ids.ts'
import type { Settings } from '../settings/service.ts'
import type { Terminals } from '../terminals/service.ts'
import { byCaller, type Caller } from '../visits/caller.ts'
import { carries } from '../visits/verification-rules.ts'
import { feedbackStore, type TicketRow } from './store.ts'

/** The news of a resolution may wait this long for a provider: 2 days. */
const newsLifeMs = 2 * 24 * 60 * 60_000
const page = 50

const next: Readonly<Record<TicketStatus, readonly TicketStatus[]>> = {
  open: ['in_work', 'resolved'],
  in_work: ['resolved'],
  resolved: [],
}

export type MoveOutcome =
  | { readonly outcome: 'done'; readonly ticket: Ticket; readonly told: boolean }
  | { readonly outcome: 'refused'; readonly reason: 'not_found' | 'not_possible' }

export interface FeedbackParts {
  readonly db: Db
  readonly transact: Transact
  readonly clock: Clock
  readonly newId: NewId
  readonly terminals: Terminals
  readonly customers: CustomerStore
  readonly outbox: Outbox
  readonly changes: ChangeLog
  readonly audit: AuditTrail
  readonly settings: () => Settings
  readonly channels: () => readonly Channel[]
}

export function feedbackService(parts: FeedbackParts) {
  const store = feedbackStore(parts.db)
  const { transact, clock } = parts

  const describe = (row: TicketRow): Ticket => ({
    ticketId: row.id,
    ticketNo: row.ticket_no,
    customerId: row.customer_id,
    customerName: row.customer_name,
    rating: row.rating,
    category: row.category,
    words: row.words,
    status: row.status,
    answer: row.answer,
    createdAtMs: row.created_at_ms,
    updatedAtMs: row.updated_at_ms,
  })

  /** By the preferred channel where it can be used, else the first contact and channel that can. */
  function tell(row: TicketRow, answer: string): boolean {
    const customer = parts.customers.byId(row.customer_id)
    if (customer === undefined) return false
    const contacts = parts.customers.contactsOf(customer.id)
    const channels = parts.channels()
    const wished = customer.preferred_channel
    const ordered = wished !== null && channels.includes(wished) ? [wished, ...channels] : channels
    for (const channel of ordered) {
      const contact = contacts.find(({ kind }) => carries(channel, kind))
      if (contact === undefined) continue
      parts.outbox.put({
        template: 'ticket_resolved',
        channel,
        to: contact.value,
        locale: customer.locale ?? parts.settings().defaultLocale,
        params: { name: customer.name, ticketNo: row.ticket_no, answer },
        secret: null,
        challengeId: null,
        diesAtMs: clock.now() + newsLifeMs,
        decoy: false,
      })
      return true
    }
    return false
  }

  return {
    give(
      caller: Caller,
      visit: { id: string; customerId: string },
      said: { rating: number; category: FeedbackCategory; words: string },
    ): string {
      return transact(() => {
        // The same words again in the same visit are a double click or a retry, not a second complaint.
        const same = store
          .ofVisit(visit.id)
          .find((row) => row.rating === said.rating && row.category === said.category && row.words === said.words)
        if (same !== undefined) return same.ticket_no
        const nowMs = clock.now()
        const row = {
          id: parts.newId(),
          ticket_no: parts.terminals.takeTicketNumber(caller.terminalId),
          visit_id: visit.id,
          customer_id: visit.customerId,
          ...said,
          status: 'open' as const,
          answer: '',
          created_at_ms: nowMs,
          updated_at_ms: nowMs,
        }
        store.insert(row)
        parts.changes.append('feedback', row.id, row)
        parts.audit.append({
          ...byCaller(caller),
          visitId: visit.id,
          action: 'feedback.given',
          subject: row.id,
          outcome: 'open',
          detail: { rating: said.rating, category: said.category, ticketNo: row.ticket_no },
        })
        return row.ticket_no
      })
    },
    /** Newest first, 50 at a time; `before` continues after the last one shown. */
    list(status: TicketStatus | undefined, before: number | undefined): { tickets: Ticket[]; more: boolean } {
      const rows = store.list(status, before ?? Number.MAX_SAFE_INTEGER, page + 1)
      return { tickets: rows.slice(0, page).map(describe), more: rows.length > page }
    },
    move(caller: Caller, ticketId: string, to: 'in_work' | 'resolved', answer: string): MoveOutcome {
      return transact((): MoveOutcome => {
        const row = store.byId(ticketId)
        if (row === undefined) return { outcome: 'refused', reason: 'not_found' }
        if (!next[row.status].includes(to)) return { outcome: 'refused', reason: 'not_possible' }
        const nowMs = clock.now()
        store.move(ticketId, to, answer === '' ? row.answer : answer, nowMs)
        const told = to === 'resolved' && tell(row, answer === '' ? row.answer : answer)
        parts.audit.append({
          ...byCaller(caller),
          visitId: null,
          action: 'feedback.moved',
          subject: ticketId,
          outcome: to,
          detail: { told },
        })
        const moved = store.byId(ticketId)
        if (moved !== undefined) {
          const { customer_name: _, ...fact } = moved
          parts.changes.append('feedback', ticketId, fact)
        }
        return moved === undefined
          ? { outcome: 'refused', reason: 'not_found' }
          : { outcome: 'done', ticket: describe(moved), told }
      })
    },
  }
}
