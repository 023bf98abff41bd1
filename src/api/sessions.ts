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
  /** The credential this came with was renewed since: a sign-in that is half-way at this terminal is not the caller's. */
  superseded?: boolean
}

/** Stands in for the terminal that a waiting screen does not have; no row has this id. */
const noTerminal: Terminal = { terminalId: '00000000-0000-0000-0000-000000000000', label: '' }

export const waitingSession = (waiting: WaitingScreen): Session => ({ terminal: noTerminal, staff: null, waiting })

export interface Sessions {
  /** The one session of a terminal. */
  at(terminal: Terminal): Session
  /** A new one in its place. A call that came with the old credential and waits for its body still holds the old one: nobody. */
  renew(terminal: Terminal): Session
  /** Signs whoever is there out. */
  end(terminalId: string): void
}

export function sessionsInMemory(): Sessions {
  const sessions = new Map<string, Session>()

  function fresh(terminal: Terminal): Session {
    const session: Session = { terminal, staff: null }
    sessions.set(terminal.terminalId, session)
    return session
  }

  function end(terminalId: string): void {
    const session = sessions.get(terminalId)
    if (session === undefined) return
    // A call under way may still hold this one.
    dismissStaff(session)
    session.superseded = true
    sessions.delete(terminalId)
  }

  return {
    at(terminal) {
      const known = sessions.get(terminal.terminalId)
      if (known === undefined) return fresh(terminal)
      known.terminal = terminal
      return known
    },
    renew(terminal) {
      end(terminal.terminalId)
      return fresh(terminal)
    },
    end,
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

interface SignedIn {
  readonly outcome: 'done'
  readonly session: OpenedSession
}
type NotSignedIn<Step> = Exclude<Step, Extract<Step, SignedIn>>
const isOther = <Step extends { readonly outcome: string }>(step: Step | SignedIn): step is NotSignedIn<Step> =>
  step.outcome !== 'done'

/**
 * Takes a sign-in a step further. `renew`: the host's, which renews what the screen is known by, with every step that was
 * right: what a stranger knew of the screen before must not go on from there.
 */
export function admitStaff<Step extends { readonly outcome: string }>(
  at: { readonly session: Session; readonly renew?: (opened: OpenedSession | null) => void },
  step: Step | SignedIn,
): { outcome: 'done'; staff: StaffMember } | NotSignedIn<Step> {
  if (isOther<Step>(step)) {
    if (step.outcome === 'second_factor' || step.outcome === 'new_password') at.renew?.(null)
    return step
  }
  const { session } = step as SignedIn
  if (at.renew === undefined) seat(at.session, session)
  else at.renew(session)
  return { outcome: 'done', staff: session.staff }
}

export function dismissStaff(session: Session): void {
  session.staff = null
  session.staffSessionId = null
}
