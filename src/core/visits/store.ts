/** The only SQL of visits. */
import type { ContactKind } from '../../contract/values.ts'
import type { Db } from '../kernel/db.ts'

export interface VisitRow {
  readonly id: string
  readonly customer_id: string
  readonly terminal_id: string
  readonly challenge_id: string
  readonly verified_by: ContactKind
  readonly opened_by: string
  readonly started_at_ms: number
  readonly touched_at_ms: number
  readonly ended_at_ms: number | null
  readonly ended_how: 'finished' | 'idle' | 'abandoned' | null
}

export interface OpenVisitRow {
  readonly id: string
  readonly customer_name: string
  readonly started_at_ms: number
}

export function visitStore(db: Db) {
  const insert = db.prepare(
    `INSERT INTO visit (id, customer_id, terminal_id, challenge_id, verified_by, opened_by, started_at_ms, touched_at_ms)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
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
  }
}
export type VisitStore = ReturnType<typeof visitStore>
