/** Who is signed in at each terminal. Kept in memory on purpose: a restart signs everyone out. */
import type { StaffMember } from '../contract/session.ts'
import type { Terminal } from '../core/terminals/service.ts'
import type { Caller } from '../core/visits/caller.ts'

export interface Session {
  readonly terminal: Terminal
  staff: StaffMember | null
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
