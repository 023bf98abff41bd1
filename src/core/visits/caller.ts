/** Who asks: the terminal, and the member of staff signed in there, if any. */
import type { StaffMember } from '../../contract/session.ts'
import type { Actor } from '../audit/trail.ts'

export interface Caller {
  readonly terminalId: string
  readonly terminalLabel: string
  /** Null at a kiosk, or at a locked desk. */
  readonly staff: StaffMember | null
}

/** The name of a caller on the audit trail: a staff id, or `customer`. */
export const actorOf = (caller: Caller): string => caller.staff?.staffId ?? 'customer'

/** The same with the terminal they are at. */
export const byCaller = (caller: Caller): Actor => ({ actor: actorOf(caller), terminalId: caller.terminalId })
