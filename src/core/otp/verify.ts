/** Checking a typed code: every try is counted before it is judged, in one transaction, so that guesses sent at once all count. */
import type { AuditTrail } from '../audit/trail.ts'
import type { Outbox } from '../delivery/outbox.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Transact } from '../kernel/db.ts'
import { type OfficeKeys, sameBytes } from '../kernel/keys.ts'
import { codeHmac } from './issue.ts'
import { afterWrongCode, blockAfterFailures, lockApplies, policies, readCode } from './rules.ts'
import type { ChallengeRow, OtpStore } from './store.ts'

export type CheckRefusal =
  | { readonly outcome: 'wrong'; readonly triesLeft: number }
  | { readonly outcome: 'expired' }
  | { readonly outcome: 'too_many_tries'; readonly lockedUntilMs: number | null }
  | { readonly outcome: 'superseded' }
  | { readonly outcome: 'nothing_asked' }
  | { readonly outcome: 'locked'; readonly untilMs: number }
  | { readonly outcome: 'blocked' }

export interface VerifyParts {
  readonly transact: Transact
  readonly clock: Clock
  readonly keys: OfficeKeys
  readonly store: OtpStore
  readonly outbox: Outbox
  readonly audit: AuditTrail
}

/** Whose challenge is answered, and where. */
export interface Asked {
  readonly challengeId: string
  readonly terminalId: string
  /** A staff id or `customer`. */
  readonly actor: string
}

export interface TypedCode extends Asked {
  readonly code: string
}

/** Whether what was typed is right; null where it cannot be an answer at all. Runs inside the transaction. */
export type Proves = (challenge: ChallengeRow) => boolean | null

/** What a right code led to. `verified`: it still has to be said for whom; `spent`: nothing more can be had from it. */
export interface Opened<Result> {
  readonly status: 'verified' | 'spent'
  readonly result: Result
}

/**
 * `onRight` runs inside the same transaction, so that a right code and what it opens commit together.
 * Of two right answers sent at once one wins; the other reads `nothing_asked`.
 */
export function challengeJudge(
  parts: VerifyParts,
): <Result>(
  asked: Asked,
  proves: Proves,
  onRight: (challenge: ChallengeRow) => Opened<Result>,
) => Result | CheckRefusal {
  const { clock, store, outbox, audit } = parts

  function closedOutcome(challenge: ChallengeRow, nowMs: number): CheckRefusal | null {
    const guard = store.guard(challenge.contact_value)
    switch (challenge.status) {
      case 'superseded':
        return { outcome: 'superseded' }
      case 'verified':
      case 'spent':
      case 'cancelled':
        return { outcome: 'nothing_asked' }
      case 'expired':
        return { outcome: 'expired' }
      case 'exhausted':
        if (guard.failures >= blockAfterFailures) return { outcome: 'blocked' }
        return { outcome: 'too_many_tries', lockedUntilMs: guard.lockedUntilMs > nowMs ? guard.lockedUntilMs : null }
      case 'live':
        break
    }
    if (challenge.expires_at_ms <= nowMs) {
      store.close(challenge.id, 'expired')
      outbox.dropCode(challenge.id)
      return { outcome: 'expired' }
    }
    if (guard.failures >= blockAfterFailures) return { outcome: 'blocked' }
    if (lockApplies(guard, { triesUsed: challenge.tries_used, createdAtMs: challenge.created_at_ms }, nowMs)) {
      return { outcome: 'locked', untilMs: guard.lockedUntilMs }
    }
    return null
  }

  function countWrong(challenge: ChallengeRow, typed: Asked, nowMs: number): CheckRefusal {
    const triesUsed = challenge.tries_used + 1
    const exhausted = triesUsed >= challenge.max_tries
    const guard = afterWrongCode(store.guard(challenge.contact_value), policies[challenge.purpose], exhausted, nowMs)
    store.countTry(challenge.id, triesUsed)
    store.putGuard(challenge.contact_value, guard)
    store.insertAttempt(challenge.id, nowMs, 'wrong')
    if (exhausted) {
      store.close(challenge.id, 'exhausted')
      outbox.dropCode(challenge.id)
    }
    audit.append({
      actor: typed.actor,
      terminalId: typed.terminalId,
      visitId: null,
      action: 'code.checked',
      subject: challenge.id,
      outcome: exhausted ? 'too_many_tries' : 'wrong',
      detail: { purpose: challenge.purpose, failuresInARow: guard.failures },
    })
    if (guard.failures >= blockAfterFailures) return { outcome: 'blocked' }
    if (exhausted) return { outcome: 'too_many_tries', lockedUntilMs: guard.lockedUntilMs }
    if (guard.lockedUntilMs > nowMs) return { outcome: 'locked', untilMs: guard.lockedUntilMs }
    return { outcome: 'wrong', triesLeft: challenge.max_tries - triesUsed }
  }

  return (typed, proves, onRight) =>
    parts.transact(() => {
      const nowMs = clock.now()
      const challenge = store.byId(typed.challengeId)
      if (challenge === undefined || challenge.terminal_id !== typed.terminalId) return { outcome: 'nothing_asked' }
      const closed = closedOutcome(challenge, nowMs)
      if (closed !== null) return closed
      const right = proves(challenge)
      // Something that cannot be a code is a slip of the finger, not a guess: it costs no try.
      if (right === null) return { outcome: 'wrong', triesLeft: challenge.max_tries - challenge.tries_used }
      if (!right) return countWrong(challenge, typed, nowMs)

      store.dropGuard(challenge.contact_value)
      store.insertAttempt(challenge.id, nowMs, 'right')
      outbox.dropCode(challenge.id)
      audit.append({
        actor: typed.actor,
        terminalId: typed.terminalId,
        visitId: null,
        action: 'code.checked',
        subject: challenge.id,
        outcome: 'verified',
        detail: { purpose: challenge.purpose },
      })
      const { status, result } = onRight(challenge)
      store.close(challenge.id, status)
      return result
    })
}

/** Judges by the code that was sent. A decoy's was sent to nobody, so nothing that is typed is right. */
export function codeChecker(
  parts: VerifyParts,
): <Result>(typed: TypedCode, onRight: (challenge: ChallengeRow) => Opened<Result>) => Result | CheckRefusal {
  const judge = challengeJudge(parts)
  return (typed, onRight) =>
    judge(
      typed,
      (challenge) => {
        const code = readCode(typed.code, challenge.digits)
        if (code === null) return null
        const right =
          challenge.code_hmac !== null && sameBytes(codeHmac(parts.keys, challenge, code), challenge.code_hmac)
        return right && challenge.decoy === 0
      },
      onRight,
    )
}
