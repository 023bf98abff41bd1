/** Lifting a lock after too many wrong codes: a supervisor's act, with a reason. */
import { type AuditTrail, maskContact } from '../audit/trail.ts'
import type { CustomerStore } from '../customers/store.ts'
import type { Transact } from '../kernel/db.ts'
import type { OtpStore } from '../otp/store.ts'
import { appGuard } from './app-sign-in.ts'
import { actorOf, type Caller } from './caller.ts'

/** Lifts the locks of all of a customer's contacts and of their authenticator; returns how many were locked. */
export function unlocking(parts: {
  readonly transact: Transact
  readonly customers: CustomerStore
  readonly otp: OtpStore
  readonly audit: AuditTrail
}): (caller: Caller, input: { customerId: string; reason: string }) => number {
  return (caller, input) =>
    parts.transact(() => {
      const contacts = parts.customers.contactsOf(input.customerId).map(({ value }) => value)
      let lifted = 0
      for (const guarded of [...contacts, appGuard(input.customerId)]) {
        if (!parts.otp.dropGuard(guarded)) continue
        lifted += 1
        parts.audit.append({
          actor: actorOf(caller),
          terminalId: caller.terminalId,
          visitId: null,
          action: 'code.unlocked',
          subject: input.customerId,
          outcome: 'done',
          detail: {
            reason: input.reason,
            contact: contacts.includes(guarded) ? maskContact(guarded) : 'authenticator',
          },
        })
      }
      return lifted
    })
}
