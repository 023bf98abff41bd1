/** Closing the program at a locked terminal: by who may, with their password, and on the trail. */
import type { CloseOutcome } from '../../contract/machine.ts'
import type { AuditTrail } from '../audit/trail.ts'
import type { PasswordChanges } from '../staff/password-changes.ts'
import type { Caller } from '../visits/caller.ts'

/** The window that a host owns. A browser's it does not. */
export interface Machine {
  /** A kiosk: nobody closes it from its frame. */
  readonly locked: boolean
  /** Ends the program, after the answer that is under way. */
  close(): void
}

export interface ClosingParts {
  readonly audit: AuditTrail
  readonly changes: Pick<PasswordChanges, 'prove'>
}

export function closingService({ audit, changes }: ClosingParts) {
  return {
    async close(
      caller: Caller & { readonly staff: NonNullable<Caller['staff']> },
      password: string,
      machine: Machine | null,
    ): Promise<CloseOutcome> {
      if (machine === null) return { outcome: 'refused', reason: 'not_here' }
      const refused = await changes.prove(caller.staff.staffId, password, caller.terminalId)
      if (refused !== null) return refused
      audit.append({
        actor: caller.staff.staffId,
        terminalId: caller.terminalId,
        visitId: null,
        action: 'terminal.closed',
        subject: caller.terminalId,
        outcome: 'done',
        detail: {},
      })
      machine.close()
      return { outcome: 'done' }
    },
  }
}
