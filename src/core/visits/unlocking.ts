/** Lifting a lock after too many wrong codes: a supervisor's act, with a reason. */
import { type AuditTrail, maskContact } from '../audit/trail.ts'
import type { CustomerStore } from '../customers/store.ts'
import type { Transact } from '../kernel/db.ts'
import { kioskKey, restKey } from '../otp/rules.ts'
import type { OtpStore } from '../otp/store.ts'
import { appGuard } from './app-sign-in.ts'
import { byAccountOf, byAppOf } from './asked-as.ts'
import { actorOf, type Caller } from './caller.ts'

/** Lifts the locks of all of a customer's contacts and of their authenticator; returns how many of these were locked. */
export function unlocking(parts: {
  readonly transact: Transact
  readonly customers: CustomerStore
  readonly otp: OtpStore
  readonly audit: AuditTrail
}): (caller: Caller, input: { customerId: string; reason: string }) => number {
  const { customers, otp } = parts
  return (caller, input) =>
    parts.transact(() => {
      const contacts = customers.contactsOf(input.customerId).map(({ value }) => value)
      const account = byAccountOf(customers.byId(input.customerId)?.account_no ?? '')
      otp.dropGuard(kioskKey(account))
      const locks = [
        ...contacts.map((value) => ({
          contact: maskContact(value),
          guards: [value, kioskKey(value), restKey(value)],
        })),
        {
          contact: 'authenticator',
          guards: [appGuard(input.customerId), ...[account, ...contacts].map((typed) => kioskKey(byAppOf(typed)))],
        },
      ]
      let lifted = 0
      for (const { contact, guards } of locks) {
        if (guards.filter((guard) => otp.dropGuard(guard)).length === 0) continue
        lifted += 1
        parts.audit.append({
          actor: actorOf(caller),
          terminalId: caller.terminalId,
          visitId: null,
          action: 'code.unlocked',
          subject: input.customerId,
          outcome: 'done',
          detail: { reason: input.reason, contact },
        })
      }
      return lifted
    })
}
