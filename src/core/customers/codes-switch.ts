/** Whether codes go out to a customer at all: a supervisor's decision, with who, when and why. */
import type { AuditTrail } from '../audit/trail.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Transact } from '../kernel/db.ts'
import { actorOf, type Caller } from '../visits/caller.ts'
import type { CustomerStore } from './store.ts'

export function codesSwitch(parts: {
  readonly transact: Transact
  readonly clock: Clock
  readonly customers: CustomerStore
  readonly audit: AuditTrail
}) {
  return (
    caller: Caller,
    input: { customerId: string; on: boolean; reason: string },
  ): { outcome: 'done' } | { outcome: 'not_found' } =>
    parts.transact(() => {
      if (parts.customers.byId(input.customerId) === undefined) return { outcome: 'not_found' }
      parts.customers.switchCodes(input.customerId, !input.on, parts.clock.now(), actorOf(caller))
      parts.audit.append({
        actor: actorOf(caller),
        terminalId: caller.terminalId,
        visitId: null,
        action: input.on ? 'codes.switched_on' : 'codes.switched_off',
        subject: input.customerId,
        outcome: 'done',
        detail: { reason: input.reason },
      })
      return { outcome: 'done' }
    })
}
