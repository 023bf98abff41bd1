/** Checking a typed code: every try is counted before it is judged, in one transaction, so that guesses sent at once all count. */
import { seldom } from '../audit/seldom.ts'
import type { AuditEntry, AuditTrail } from '../audit/trail.ts'
import type { Outbox } from '../delivery/outbox.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Transact } from '../kernel/db.ts'
import { type OfficeKeys, sameBytes } from '../kernel/keys.ts'
import { codeHmac } from './issue.ts'
import {
  afterWrongCode,
  blockAfterFailures,
  guardKeys,
  guardsLifted,
  lockApplies,
  type Purpose,
  policies,
  readCode,
} from './rules.ts'
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
  /** What the code must have been sent for: one for another purpose is as if it had not been asked for. */
  readonly purpose: Purpose
}

export interface TypedCode extends Asked {
  readonly code: string
}

/** What judges an answer, and as what the trail tells of it. */
export interface Proof {
  readonly action: 'code.checked' | 'authenticator.checked'
  /** Whether what was typed is right; null where it cannot be an answer at all. Runs inside the transaction. */
  readonly proves: (challenge: ChallengeRow, nowMs: number) => boolean | null
}

/** What a right code led to. `verified`: it still has to be said for whom; `spent`: nothing more can be had from it. */
export interface Opened<Result> {
  readonly status: 'verified' | 'spent'
  readonly result: Result
}

/**
 * `onRight` and `onWrong` run inside the same transaction, so that a right code and what it opens commit together;
 * `onWrong` only where the code was judged.
 * Of two right answers sent at once one wins; the other reads `nothing_asked`.
 */
export function challengeJudge(
  parts: VerifyParts,
): <Result>(
  asked: Asked,
  proof: Proof,
  onRight: (challenge: ChallengeRow) => Opened<Result>,
  onWrong?: () => void,
) => Result | CheckRefusal {
  const { clock, store, outbox, audit } = parts
  const tellsAgain = seldom(clock)

  function closedOutcome(challenge: ChallengeRow, nowMs: number): CheckRefusal | null {
    const guard = store.guard(guardKeys(challenge).shown)
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

  function note(
    challenge: ChallengeRow,
    typed: Asked,
    told: Pick<AuditEntry, 'action' | 'outcome'>,
    detail: AuditEntry['detail'] = {},
  ): void {
    audit.append({
      actor: typed.actor,
      terminalId: typed.terminalId,
      visitId: null,
      ...told,
      subject: challenge.id,
      detail: { purpose: challenge.purpose, ...detail },
    })
  }

  function countWrong(challenge: ChallengeRow, typed: Asked, action: Proof['action'], nowMs: number): CheckRefusal {
    const triesUsed = challenge.tries_used + 1
    const exhausted = triesUsed >= challenge.max_tries
    const policy = policies[challenge.purpose]
    const keys = guardKeys(challenge)
    const guard = afterWrongCode(store.guard(keys.shown), policy, exhausted, nowMs)
    if (keys.hidden !== null)
      store.putGuard(keys.hidden, afterWrongCode(store.guard(keys.hidden), policy, exhausted, nowMs))
    store.countTry(challenge.id, triesUsed)
    store.putGuard(keys.shown, guard)
    store.insertAttempt(challenge.id, nowMs, 'wrong')
    if (exhausted) {
      store.close(challenge.id, 'exhausted')
      outbox.dropCode(challenge.id)
    }
    const outcome = exhausted ? 'too_many_tries' : 'wrong'
    note(challenge, typed, { action, outcome }, { failuresInARow: guard.failures })
    if (guard.failures >= blockAfterFailures) return { outcome: 'blocked' }
    if (exhausted) return { outcome: 'too_many_tries', lockedUntilMs: guard.lockedUntilMs }
    if (guard.lockedUntilMs > nowMs) return { outcome: 'locked', untilMs: guard.lockedUntilMs }
    return { outcome: 'wrong', triesLeft: challenge.max_tries - triesUsed }
  }

  return (typed, { action, proves }, onRight, onWrong) =>
    parts.transact(() => {
      const nowMs = clock.now()
      const challenge = store.byId(typed.challengeId)
      if (challenge === undefined || challenge.terminal_id !== typed.terminalId) return { outcome: 'nothing_asked' }
      if (challenge.purpose !== typed.purpose) return { outcome: 'nothing_asked' }
      const closed = closedOutcome(challenge, nowMs)
      if (closed !== null) {
        // Nothing of it was evaluated: once a minute is often enough for one code and reason.
        if (tellsAgain(`${closed.outcome} ${challenge.id}`)) note(challenge, typed, { action, outcome: closed.outcome })
        return closed
      }
      const right = proves(challenge, nowMs)
      // Something that cannot be a code is a slip of the finger, not a guess: it costs no try.
      if (right === null) return { outcome: 'wrong', triesLeft: challenge.max_tries - challenge.tries_used }
      if (!right) {
        onWrong?.()
        return countWrong(challenge, typed, action, nowMs)
      }

      for (const key of guardsLifted(challenge)) store.dropGuard(key)
      store.insertAttempt(challenge.id, nowMs, 'right')
      outbox.dropCode(challenge.id)
      note(challenge, typed, { action, outcome: 'verified' })
      const { status, result } = onRight(challenge)
      store.close(challenge.id, status)
      return result
    })
}

/** Judges by the code that was sent. A decoy's was sent to nobody, so nothing that is typed is right. */
export function codeChecker(
  parts: VerifyParts,
): <Result>(
  typed: TypedCode,
  onRight: (challenge: ChallengeRow) => Opened<Result>,
  onWrong?: () => void,
) => Result | CheckRefusal {
  const judge = challengeJudge(parts)
  const { store } = parts

  /** Whether what was done to the contact from elsewhere stops this code, unseen. */
  function stoppedUnseen(challenge: ChallengeRow, nowMs: number): boolean {
    const { hidden } = guardKeys(challenge)
    if (hidden === null) return false
    const guard = store.guard(hidden)
    const own = { triesUsed: challenge.tries_used, createdAtMs: challenge.created_at_ms }
    return guard.failures >= blockAfterFailures || lockApplies(guard, own, nowMs)
  }

  return (typed, onRight, onWrong) =>
    judge(
      typed,
      {
        action: 'code.checked',
        proves(challenge, nowMs) {
          const code = readCode(typed.code, challenge.digits)
          if (code === null) return null
          const right =
            challenge.code_hmac !== null && sameBytes(codeHmac(parts.keys, challenge, code), challenge.code_hmac)
          return right && challenge.decoy === 0 && !stoppedUnseen(challenge, nowMs)
        },
      },
      onRight,
      onWrong,
    )
}
