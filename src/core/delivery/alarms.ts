/** Alarms: what staff must look at. Raised once and counted after that, on the audit trail, seen off by a supervisor or over by itself. */
import type { Alarm } from '../../contract/delivery.ts'
import { type Actor, type AuditTrail, bySystem } from '../audit/trail.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Db, Transact } from '../kernel/db.ts'
import type { NewId } from '../kernel/ids.ts'

interface AlarmRow {
  readonly id: string
  readonly kind: Alarm['kind']
  readonly subject: string
  readonly count: number
  readonly first_at_ms: number
  readonly last_at_ms: number
}

/** How many the screens are told of, newest first. */
const shown = 20

export function alarmService(parts: { db: Db; clock: Clock; newId: NewId; transact: Transact; audit: AuditTrail }) {
  const { db, clock, transact } = parts
  const again = db.prepare(
    `UPDATE alarm SET count = count + 1, last_at_ms = ? WHERE kind = ? AND subject = ? AND acknowledged_at_ms IS NULL AND over_at_ms IS NULL`,
  )
  const insert = db.prepare(
    'INSERT INTO alarm (id, kind, subject, count, first_at_ms, last_at_ms) VALUES (?, ?, ?, 1, ?, ?)',
  )
  const open = db.prepare<[number], AlarmRow>(
    `SELECT id, kind, subject, count, first_at_ms, last_at_ms FROM alarm
     WHERE acknowledged_at_ms IS NULL AND over_at_ms IS NULL ORDER BY last_at_ms DESC LIMIT ?`,
  )
  const acknowledge = db.prepare(
    'UPDATE alarm SET acknowledged_at_ms = ?, acknowledged_by = ? WHERE id = ? AND acknowledged_at_ms IS NULL',
  )
  const over = db.prepare(
    'UPDATE alarm SET over_at_ms = ? WHERE kind = ? AND subject = ? AND acknowledged_at_ms IS NULL AND over_at_ms IS NULL',
  )
  const note = (
    by: Actor,
    action: string,
    subject: string,
    outcome: string,
    detail: Readonly<Record<string, string>>,
  ) => parts.audit.append({ ...by, visitId: null, action, subject, outcome, detail })

  return {
    raise(kind: Alarm['kind'], subject: string): void {
      transact(() => {
        const nowMs = clock.now()
        if (again.run(nowMs, kind, subject).changes > 0) return
        const id = parts.newId()
        insert.run(id, kind, subject, nowMs, nowMs)
        note(bySystem, 'alarm.raised', id, kind, { about: subject })
      })
    },
    /** The cause is gone by itself. */
    over(kind: Alarm['kind'], subject: string): void {
      transact(() => over.run(clock.now(), kind, subject))
    },
    open: (): Alarm[] =>
      open.all(shown).map((row) => ({
        alarmId: row.id,
        kind: row.kind,
        subject: row.subject,
        count: row.count,
        firstAtMs: row.first_at_ms,
        lastAtMs: row.last_at_ms,
      })),
    /** False where there is no such alarm, or someone was faster. */
    acknowledge(alarmId: string, by: Actor): boolean {
      return transact(() => {
        if (acknowledge.run(clock.now(), by.actor, alarmId).changes === 0) return false
        note(by, 'alarm.acknowledged', alarmId, 'done', {})
        return true
      })
    },
  }
}
export type Alarms = ReturnType<typeof alarmService>
