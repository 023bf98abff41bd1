/** What headquarters must know: appended in the same transaction as the fact itself. */
import type { Clock } from './clock.ts'
import type { Db } from './db.ts'

/** Codes, messages and terminals are appended by triggers of the database itself; see 0170-headquarters.sql. */
export type ChangedEntity =
  | 'customer'
  | 'bill'
  | 'payment'
  | 'payment_void'
  | 'feedback'
  | 'visit'
  | 'audit_head'
  | 'conflict_review'

export interface ChangeLog {
  append(entity: ChangedEntity, entityId: string, body: object): void
}

export function changeLog(db: Db, clock: Clock): ChangeLog {
  const insert = db.prepare('INSERT INTO change_log (at_ms, entity, entity_id, body) VALUES (?, ?, ?, ?)')
  return {
    append(entity, entityId, body) {
      insert.run(clock.now(), entity, entityId, JSON.stringify(body))
    },
  }
}
