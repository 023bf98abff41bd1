/** Who is signed in where: each sign-in a row that can be ended from anywhere, and that ends by itself when nobody is there. */
import type { FactorKind, StaffMember } from '../../contract/session.ts'
import type { StaffSession } from '../../contract/staff.ts'
import type { Actor, AuditTrail } from '../audit/trail.ts'
import { dayOf } from '../kernel/calendar.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Db, Transact } from '../kernel/db.ts'
import type { NewId } from '../kernel/ids.ts'
import { memberOf } from './rules.ts'
import type { StaffRow } from './store.ts'

export type SignedInHow = FactorKind | 'password' | 'pin' | 'badge'
type EndedHow = 'signed_out' | 'idle' | 'replaced' | 'restart' | 'revoked'

interface OpenRow extends Pick<StaffRow, 'name' | 'role' | 'active'> {
  readonly id: string
  readonly staff_id: string
  readonly terminal_id: string
  readonly terminal_number: number | null
  readonly how: SignedInHow
  readonly created_at_ms: number
  readonly seen_at_ms: number
}

export interface OpenedSession {
  readonly sessionId: string
  readonly staff: StaffMember
}

export interface SessionParts {
  readonly db: Db
  readonly transact: Transact
  readonly clock: Clock
  readonly newId: NewId
  readonly audit: AuditTrail
  readonly timeZone: string
  readonly autoLockMinutes: () => number
}

/** More than an office has open at once. */
const mostListed = 200

export function staffSessions(parts: SessionParts) {
  const { db, transact, clock, audit } = parts
  const day = dayOf(parts.timeZone)
  const open = db.prepare<[], OpenRow>(
    `SELECT s.id, s.staff_id, s.terminal_id, s.how, s.created_at_ms, s.seen_at_ms, t.number AS terminal_number, m.name, m.role, m.active
     FROM staff_session s JOIN staff m ON m.id = s.staff_id LEFT JOIN terminal t ON t.id = s.terminal_id
     WHERE s.ended_at_ms IS NULL ORDER BY s.seen_at_ms DESC LIMIT ${mostListed}`,
  )
  const one = db.prepare<[string], OpenRow>(
    `SELECT s.id, s.staff_id, s.terminal_id, s.how, s.created_at_ms, s.seen_at_ms, NULL AS terminal_number, m.name, m.role, m.active
     FROM staff_session s JOIN staff m ON m.id = s.staff_id WHERE s.id = ? AND s.ended_at_ms IS NULL`,
  )
  const insert = db.prepare(
    'INSERT INTO staff_session (id, staff_id, terminal_id, how, created_at_ms, seen_at_ms) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const seen = db.prepare('UPDATE staff_session SET seen_at_ms = ? WHERE id = ? AND ended_at_ms IS NULL')
  const end = db.prepare('UPDATE staff_session SET ended_at_ms = ?, ended_how = ? WHERE id = ? AND ended_at_ms IS NULL')
  const endAt = db.prepare(
    'UPDATE staff_session SET ended_at_ms = ?, ended_how = ? WHERE terminal_id = ? AND ended_at_ms IS NULL',
  )
  const endAll = db.prepare('UPDATE staff_session SET ended_at_ms = ?, ended_how = ? WHERE ended_at_ms IS NULL')
  // Also those that ended already: who was thrown out, or whose password changed, switches nowhere before a full sign-in.
  const revoke = db.prepare(
    `UPDATE staff_session SET ended_at_ms = coalesce(ended_at_ms, ?), ended_how = 'revoked'
     WHERE staff_id = ? AND id <> ? AND (ended_at_ms IS NULL OR created_at_ms >= ?)`,
  )
  const revokeAt = db.prepare(
    `UPDATE staff_session SET ended_at_ms = coalesce(ended_at_ms, ?), ended_how = 'revoked'
     WHERE terminal_id = ? AND (ended_at_ms IS NULL OR created_at_ms >= ?)`,
  )
  const revokeEnded = db.prepare(
    `UPDATE staff_session SET ended_how = 'revoked' WHERE staff_id = ? AND ended_at_ms IS NOT NULL AND created_at_ms >= ?`,
  )
  const full = `FROM staff_session f WHERE f.how NOT IN ('pin', 'badge') AND f.created_at_ms >= ?`
  const openedHere = db.prepare<[number, string], unknown>(
    `SELECT 1 ${full} AND f.terminal_id = ? AND f.ended_how IS NOT 'revoked' LIMIT 1`,
  )
  const signedInToday = db.prepare<[number], Pick<StaffRow, 'id' | 'name' | 'role' | 'pin_hash' | 'badge_hmac'>>(
    `SELECT id, name, role, pin_hash, badge_hmac FROM staff m WHERE active = 1
       AND EXISTS (SELECT 1 ${full} AND f.staff_id = m.id AND f.ended_how IS NOT 'revoked') ORDER BY name`,
  )

  /** Those who signed in fully today, where today somebody did so here. */
  function today(terminalId: string) {
    const { startMs } = day(clock.now())
    return openedHere.get(startMs, terminalId) === undefined ? [] : signedInToday.all(startMs)
  }

  /** The person went, or was gone for so long that the desk locked itself. */
  function leave(sessionId: string, how: 'signed_out' | 'idle'): void {
    transact(() => {
      const row = one.get(sessionId)
      if (row === undefined || !finish(sessionId, how)) return
      audit.append({
        ...{ actor: row.staff_id, terminalId: row.terminal_id, visitId: null, action: 'staff.signed_out' },
        ...{ subject: row.staff_id, outcome: how === 'idle' ? 'idle' : 'done', detail: {} },
      })
    })
  }

  const finish = (sessionId: string, how: EndedHow): boolean => end.run(clock.now(), how, sessionId).changes === 1

  return {
    /** Signs someone in at a terminal; whoever was signed in there is not any more. Call inside a transaction. */
    open(staff: StaffMember, terminalId: string, how: SignedInHow): OpenedSession {
      return transact(() => {
        const now = clock.now()
        endAt.run(now, 'replaced', terminalId)
        const sessionId = parts.newId()
        insert.run(sessionId, staff.staffId, terminalId, how, now, now)
        audit.append({
          ...{ actor: staff.staffId, terminalId, visitId: null, action: 'staff.signed_in' },
          ...{ subject: staff.staffId, outcome: 'done', detail: { how } },
        })
        return { sessionId, staff }
      })
    },
    /** Who that session makes the caller, as they are now; null once it ended, here or elsewhere, or stood idle too long. */
    alive(sessionId: string): StaffMember | null {
      const row = one.get(sessionId)
      if (row === undefined || row.active === 0) return null
      if (row.seen_at_ms + parts.autoLockMinutes() * 60_000 <= clock.now()) {
        leave(sessionId, 'idle')
        return null
      }
      return memberOf({ ...row, id: row.staff_id })
    },
    touch: (sessionId: string) => void seen.run(clock.now(), sessionId),
    signOut: (sessionId: string) => leave(sessionId, 'signed_out'),
    /** The terminal was sent away, or may be in other hands: nobody is signed in there, nor switches to it by PIN. */
    endAt: (terminalId: string) => void revokeAt.run(clock.now(), terminalId, day(clock.now()).startMs),
    /** The process was gone meanwhile: nobody is signed in any more. */
    endAllAfterRestart: () => void endAll.run(clock.now(), 'restart'),
    /** Ends every session of a person, but for `except`, and their right to switch back by PIN. */
    endAllOf: (staffId: string, except = ''): number => {
      const now = clock.now()
      return revoke.run(now, staffId, except, day(now).startMs).changes
    },
    /** Ends one; unless signed in fully elsewhere the person switches back by PIN no more. Not another's unless `any`. */
    endOne(sessionId: string, by: Actor, any: boolean): void {
      transact(() => {
        const row = one.get(sessionId)
        if (row === undefined || (!any && row.staff_id !== by.actor)) return
        finish(sessionId, 'revoked')
        revokeEnded.run(row.staff_id, day(clock.now()).startMs)
        audit.append({
          ...{ ...by, visitId: null, action: 'staff.session_ended' },
          ...{ subject: row.staff_id, outcome: 'done', detail: {} },
        })
      })
    },
    /** Open ones, newest activity first: of one person, or everyone's. */
    list(staffId: string | null, ownSessionId: string | null): StaffSession[] {
      const idleSinceMs = clock.now() - parts.autoLockMinutes() * 60_000
      return open
        .all()
        .filter((row) => row.seen_at_ms > idleSinceMs && (staffId === null || row.staff_id === staffId))
        .map((row) => ({
          sessionId: row.id,
          staffId: row.staff_id,
          staffName: row.name,
          terminalLabel: row.terminal_number === null ? '' : `T${row.terminal_number}`,
          how: row.how,
          createdAtMs: row.created_at_ms,
          seenAtMs: row.seen_at_ms,
          own: row.id === ownSessionId,
        }))
    },
    /** Who may take over this desk by PIN: signed in fully today, where today somebody did so here. */
    switchable: (terminalId: string): StaffMember[] =>
      today(terminalId)
        .filter(({ pin_hash }) => pin_hash !== null)
        .map(memberOf),
    /** Whether any of them has a badge, with a PIN or without. */
    badges: (terminalId: string): boolean => today(terminalId).some(({ badge_hmac }) => badge_hmac !== null),
    /** The same by badge: whether this person may. */
    maySwitch: (terminalId: string, staffId: string): boolean => today(terminalId).some(({ id }) => id === staffId),
  }
}
export type StaffSessions = ReturnType<typeof staffSessions>
