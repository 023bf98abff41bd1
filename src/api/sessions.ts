/** Who is signed in at each terminal. Kept in memory on purpose: a restart signs everyone out. The rows behind are core's. */
import type { StaffMember } from '../contract/session.ts'
import type { OpenedSession } from '../core/staff/sessions.ts'
import type { WaitingScreen } from '../core/terminals/pairing.ts'
import type { Terminal } from '../core/terminals/service.ts'
import type { Caller } from '../core/visits/caller.ts'

export interface Session {
  /** As last recognised: what it was made for may change while someone is signed in. */
  terminal: Terminal
  staff: StaffMember | null
  /** Set where nobody let this screen in yet: it may ask to be, and nothing else. */
  readonly waiting?: WaitingScreen
  /** The row behind `staff`, asked at every call: revoked, idle or deactivated, it ends at once. */
  staffSessionId?: string | null
}

/** Stands in for the terminal that a waiting screen does not have; no row has this id. */
const noTerminal: Terminal = { terminalId: '00000000-0000-0000-0000-000000000000', label: '' }

export const waitingSession = (waiting: WaitingScreen): Session => ({ terminal: noTerminal, staff: null, waiting })

export interface Sessions {
  /** The one session of a terminal. */
  at(terminal: Terminal): Session
  /** Signs whoever is there out. */
  end(terminalId: string): void
}

export function sessionsInMemory(): Sessions {
  const sessions = new Map<string, Session>()
  return {
    at(terminal) {
      const known = sessions.get(terminal.terminalId)
      if (known !== undefined) {
        known.terminal = terminal
        return known
      }
      const session: Session = { terminal, staff: null }
      sessions.set(terminal.terminalId, session)
      return session
    },
    end(terminalId) {
      const session = sessions.get(terminalId)
      if (session === undefined) return
      // A call under way may still hold this one.
      dismissStaff(session)
      sessions.delete(terminalId)
    },
  }
}

export const callerOf = (session: Session): Caller => ({
  terminalId: session.terminal.terminalId,
  terminalLabel: session.terminal.label,
  staff: session.staff,
})

export function seat(session: Session, opened: OpenedSession): void {
  session.staff = opened.staff
  session.staffSessionId = opened.sessionId
}

/** Someone has given all their factors here. `signedIn`: the host's, which renews what the screen is known by. */
export function admitStaff(
  at: { readonly session: Session; readonly signedIn?: (opened: OpenedSession) => void },
  opened: OpenedSession,
): { outcome: 'done'; staff: StaffMember } {
  seat(at.session, opened)
  at.signedIn?.(opened)
  return { outcome: 'done', staff: opened.staff }
}

export function dismissStaff(session: Session): void {
  session.staff = null
  session.staffSessionId = null
}
