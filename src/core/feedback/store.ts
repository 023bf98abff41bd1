/** The only SQL of feedback. */
import type { FeedbackCategory, TicketStatus } from '../../contract/feedback.ts'
import type { Db } from '../kernel/db.ts'

export interface FeedbackRow {
  readonly id: string
  readonly ticket_no: string
  readonly visit_id: string
  readonly customer_id: string
  readonly rating: number
  readonly category: FeedbackCategory
  readonly words: string
  readonly status: TicketStatus
  readonly answer: string
  readonly created_at_ms: number
  readonly updated_at_ms: number
}

export interface TicketRow extends FeedbackRow {
  readonly customer_name: string
}

export function feedbackStore(db: Db) {
  const columns = `SELECT feedback.*, customer.name AS customer_name FROM feedback JOIN customer ON customer.id = feedback.customer_id`
  const insert = db.prepare(
    `INSERT INTO feedback (id, ticket_no, visit_id, customer_id, rating, category, words, status, answer, created_at_ms, updated_at_ms)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const byId = db.prepare<[string], TicketRow>(`${columns} WHERE feedback.id = ?`)
  const all = db.prepare<[number, number], TicketRow>(
    `${columns} WHERE feedback.created_at_ms < ? ORDER BY feedback.created_at_ms DESC LIMIT ?`,
  )
  const ofStatus = db.prepare<[string, number, number], TicketRow>(
    `${columns} WHERE feedback.status = ? AND feedback.created_at_ms < ? ORDER BY feedback.created_at_ms DESC LIMIT ?`,
  )
  const move = db.prepare('UPDATE feedback SET status = ?, answer = ?, updated_at_ms = ? WHERE id = ?')
  const ofVisit = db.prepare<[string], TicketRow>(`${columns} WHERE feedback.visit_id = ?`)
  return {
    /** What was said in one visit: a handful. */
    ofVisit: (visitId: string): TicketRow[] => ofVisit.all(visitId),
    insert(row: FeedbackRow): void {
      insert.run(
        row.id,
        row.ticket_no,
        row.visit_id,
        row.customer_id,
        row.rating,
        row.category,
        row.words,
        row.status,
        row.answer,
        row.created_at_ms,
        row.updated_at_ms,
      )
    },
    byId: (ticketId: string): TicketRow | undefined => byId.get(ticketId),
    list: (status: TicketStatus | undefined, beforeMs: number, limit: number): TicketRow[] =>
      status === undefined ? all.all(beforeMs, limit) : ofStatus.all(status, beforeMs, limit),
    move(ticketId: string, status: TicketStatus, answer: string, atMs: number): void {
      move.run(status, answer, atMs, ticketId)
    },
  }
}
