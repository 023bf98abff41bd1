/** The only SQL of visits. */
import type { ContactKind } from '../../contract/values.ts'
import type { SeenDocument } from '../../contract/verification.ts'
import type { Db } from '../kernel/db.ts'
import type { VouchedMoment } from './vouching-rules.ts'

export interface VisitRow {
  readonly id: string
  readonly customer_id: string
  readonly terminal_id: string
  /** Null where no code was sent. */
  readonly challenge_id: string | null
  readonly verified_by: ContactKind | 'staff' | 'authenticator' | 'recovery'
  readonly opened_by: string
  readonly started_at_ms: number
  readonly touched_at_ms: number
  readonly ended_at_ms: number | null
  readonly ended_how: 'finished' | 'idle' | 'abandoned' | null
  /** Set, as the two after it, where staff opened it without a code. */
  readonly vouched_reason: string | null
  readonly vouched_document: SeenDocument | null
  /** The second person, who approved it. */
  readonly vouched_by: string | null
}

export interface OpenVisitRow {
  readonly id: string
  readonly customer_name: string
  readonly started_at_ms: number
}

export function visitStore(db: Db) {
  const insert = db.prepare(
    `INSERT INTO visit (id, customer_id, terminal_id, challenge_id, verified_by, opened_by, started_at_ms, touched_at_ms,
       vouched_reason, vouched_document, vouched_by)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const byId = db.prepare<[string], VisitRow>('SELECT * FROM visit WHERE id = ?')
  const touch = db.prepare('UPDATE visit SET touched_at_ms = ? WHERE id = ? AND ended_at_ms IS NULL')
  const end = db.prepare('UPDATE visit SET ended_at_ms = ?, ended_how = ? WHERE id = ? AND ended_at_ms IS NULL')
  const open = db.prepare<[string], OpenVisitRow>(
    `SELECT visit.id, customer.name AS customer_name, visit.started_at_ms FROM visit
     JOIN customer ON customer.id = visit.customer_id
     WHERE visit.terminal_id = ? AND visit.ended_at_ms IS NULL ORDER BY visit.touched_at_ms DESC LIMIT 20`,
  )
  const abandoned = db.prepare<[string, number], { id: string }>(
    'SELECT id FROM visit WHERE terminal_id = ? AND ended_at_ms IS NULL AND touched_at_ms < ? LIMIT 100',
  )
  const vouched = db.prepare<[number, number], VouchedMoment>(
    `SELECT terminal_id, started_at_ms FROM visit
     WHERE verified_by = 'staff' AND started_at_ms > ? ORDER BY started_at_ms DESC LIMIT ?`,
  )
  return {
    insert(row: Omit<VisitRow, 'ended_at_ms' | 'ended_how'>): void {
      insert.run(
        row.id,
        row.customer_id,
        row.terminal_id,
        row.challenge_id,
        row.verified_by,
        row.opened_by,
        row.started_at_ms,
        row.touched_at_ms,
        row.vouched_reason,
        row.vouched_document,
        row.vouched_by,
      )
    },
    byId: (visitId: string): VisitRow | undefined => byId.get(visitId),
    touch(visitId: string, atMs: number): void {
      touch.run(atMs, visitId)
    },
    end: (visitId: string, atMs: number, how: NonNullable<VisitRow['ended_how']>): boolean =>
      end.run(atMs, how, visitId).changes === 1,
    openAt: (terminalId: string): OpenVisitRow[] => open.all(terminalId),
    untouchedSince: (terminalId: string, atMs: number): string[] =>
      abandoned.all(terminalId, atMs).map((row) => row.id),
    /** The visits opened without a code after this moment, newest first. */
    vouchedSince: (afterMs: number, limit: number): VouchedMoment[] => vouched.all(afterMs, limit),
  }
}
export type VisitStore = ReturnType<typeof visitStore>
