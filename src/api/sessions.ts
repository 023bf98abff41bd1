/** Who is signed in at each terminal. Kept in memory on purpose: a restart signs everyone out. The rows behind are core's. */
import type { StaffMember } from '../contract/session.ts'
import type { OpenedSession } from '../core/staff/sessions.ts'
import type { Terminal } from '../core/terminals/service.ts'
import type { Caller } from '../core/visits/caller.ts'

export interface Session {
  readonly terminal: Terminal
  staff: StaffMember | null
  /** The row behind `staff`, asked at every call: revoked, idle or deactivated, it ends at once. */
  staffSessionId?: string | null
}

export interface Sessions {
  /** The one session of a terminal. */
  at(terminal: Terminal): Session
}

export function sessionsInMemory(): Sessions {
  const sessions = new Map<string, Session>()
  return {
    at(terminal) {
      const known = sessions.get(terminal.terminalId)
      if (known !== undefined) return known
      const session: Session = { terminal, staff: null }
      sessions.set(terminal.terminalId, session)
      return session
    },
  }
}

export const callerOf = (session: Session): Caller => ({
  terminalId: session.terminal.terminalId,
  terminalLabel: session.terminal.label,
  staff: session.staff,
})

/** Someone has given all their factors here. */
export function admitStaff(session: Session, opened: OpenedSession): { outcome: 'done'; staff: StaffMember } {
  session.staff = opened.staff
  session.staffSessionId = opened.sessionId
  return { outcome: 'done', staff: opened.staff }
}

export function dismissStaff(session: Session): void {
  session.staff = null
  session.staffSessionId = null
}
