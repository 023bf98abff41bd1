/**
 * Opening a visit by an authenticator app or a recovery code. Wrong tries count per customer and, at the kiosk, on the
 * challenge and its contact as well; both survive restarts. Needs no network and no provider.
 */
import type { VerifyOutcome } from '../../contract/verification.ts'
import type { AuditTrail } from '../audit/trail.ts'
import type { AppProof, Authenticators } from '../customers/authenticator.ts'
import type { CustomerRow, CustomerStore } from '../customers/store.ts'
import type { Outbox } from '../delivery/outbox.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Transact } from '../kernel/db.ts'
import { afterWrongCode, blockAfterFailures, type GuardState, policies } from '../otp/rules.ts'
import type { ChallengeRow, OtpStore } from '../otp/store.ts'
import type { challengeJudge, Opened } from '../otp/verify.ts'
import { accountIn, contactIn } from './asked-as.ts'
import { actorOf, type Caller } from './caller.ts'
import type { CodeAsks } from './code-asks.ts'
import type { Visits } from './service.ts'

export interface AppSignInParts {
  readonly transact: Transact
  readonly clock: Clock
  readonly customers: CustomerStore
  readonly asks: Pick<CodeAsks, 'everyOwner'>
  readonly otp: OtpStore
  readonly outbox: Outbox
  readonly visits: Visits
  readonly authenticators: Authenticators
  readonly judge: ReturnType<typeof challengeJudge>
  readonly audit: AuditTrail
}

const policy = policies.visit

/** Where a customer's wrong tries with an app are counted, beside those of contacts. */
export const appGuard = (customerId: string): string => `customer:${customerId}`

export function appSignIn(parts: AppSignInParts) {
  const { clock, otp, authenticators, customers } = parts

  const closed = (guard: GuardState): boolean =>
    guard.failures >= blockAfterFailures || guard.lockedUntilMs > clock.now()

  function countWrong(key: string, guard: GuardState): GuardState {
    const next = afterWrongCode(guard, policy, false, clock.now())
    otp.putGuard(key, next)
    return next
  }

  /** The proof of one candidate. A lock is not told: what is typed meanwhile is simply wrong, and is not looked at. */
  function proofOf(customer: CustomerRow | null, typed: string): AppProof | null {
    const has = customer !== null && authenticators.enrolled(customer.id)
    const key = appGuard(has ? customer.id : 'nobody')
    const guard = otp.guard(key)
    const shut = has && closed(guard)
    const proof = authenticators.take(has && !shut ? customer.id : null, typed)
    if (proof !== null) otp.dropGuard(key)
    // For nobody the same write is made, of nothing, so that it takes as long.
    else if (has && !shut) countWrong(key, guard)
    else otp.putGuard(key, guard)
    return proof
  }

  /** Whom a challenge may be about: by what was typed for it, or whom the clerk had on screen. */
  function candidates(challenge: ChallengeRow): CustomerRow[] {
    const { customer_id, asked_as } = challenge
    const accountNo = accountIn(asked_as)
    const contact = contactIn(asked_as)
    if (contact !== null) return parts.asks.everyOwner(contact)
    const one = accountNo !== null ? customers.byAccount(accountNo) : customers.byId(customer_id ?? '')
    return one === undefined ? [] : [one]
  }

  /** What was sent to this customer from here is not waited for any more. */
  function dropCodes(customerId: string, terminalId: string): void {
    for (const challenge of otp.liveAt(terminalId)) {
      if (challenge.customer_id !== customerId || challenge.purpose !== 'visit') continue
      otp.close(challenge.id, 'cancelled')
      parts.outbox.dropCode(challenge.id)
    }
  }

  function note(caller: Caller, customerId: string, outcome: string, detail: Record<string, number | string>): void {
    parts.audit.append({
      actor: actorOf(caller),
      terminalId: caller.terminalId,
      visitId: null,
      action: 'authenticator.checked',
      subject: customerId,
      outcome,
      detail,
    })
  }

  return {
    /** Kiosk: in place of the code that was sent, for whomever the challenge is about. */
    byChallenge(caller: Caller, typed: { challengeId: string; code: string }): VerifyOutcome {
      let found: { customer: CustomerRow; proof: AppProof } | null = null
      const asked = {
        challengeId: typed.challengeId,
        terminalId: caller.terminalId,
        actor: actorOf(caller),
        purpose: 'visit' as const,
      }
      const proves = (challenge: ChallengeRow): boolean | null => {
        if (!authenticators.readable(typed.code)) return null
        const possible = candidates(challenge)
        for (const customer of possible.length === 0 ? [null] : possible) {
          const proof = proofOf(customer, typed.code)
          if (proof === null || customer === null) continue
          found = { customer, proof }
          return true
        }
        return false
      }
      return parts.judge(asked, { action: 'authenticator.checked', proves }, (challenge): Opened<VerifyOutcome> => {
        if (found === null) throw new Error('a right code belongs to someone')
        const visit = parts.visits.openByApp(found.proof, challenge.id, found.customer, caller)
        return {
          status: 'spent',
          result: { outcome: 'verified', visitId: visit.id, customerName: found.customer.name },
        }
      })
    },

    /** Desk: the clerk sees the truth. */
    byCustomer(caller: Caller, typed: { customerId: string; code: string }): VerifyOutcome {
      return parts.transact((): VerifyOutcome => {
        const customer = customers.byId(typed.customerId)
        if (customer === undefined || !authenticators.enrolled(customer.id)) return { outcome: 'nothing_asked' }
        const key = appGuard(customer.id)
        const guard = otp.guard(key)
        if (guard.failures >= blockAfterFailures) return { outcome: 'blocked' }
        if (guard.lockedUntilMs > clock.now()) return { outcome: 'locked', untilMs: guard.lockedUntilMs }
        const triesLeft = (failures: number): number => policy.maxTries - (failures % policy.maxTries)
        if (!authenticators.readable(typed.code)) return { outcome: 'wrong', triesLeft: triesLeft(guard.failures) }
        const proof = authenticators.take(customer.id, typed.code)
        if (proof === null) {
          const next = countWrong(key, guard)
          note(caller, customer.id, 'wrong', { failuresInARow: next.failures })
          if (next.failures >= blockAfterFailures) return { outcome: 'blocked' }
          if (closed(next)) return { outcome: 'locked', untilMs: next.lockedUntilMs }
          return { outcome: 'wrong', triesLeft: triesLeft(next.failures) }
        }
        otp.dropGuard(key)
        dropCodes(customer.id, caller.terminalId)
        note(caller, customer.id, 'verified', { by: proof })
        const visit = parts.visits.openByApp(proof, null, customer, caller)
        return { outcome: 'verified', visitId: visit.id, customerName: customer.name }
      })
    },
  }
}
