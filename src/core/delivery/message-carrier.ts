/**
 * Carries one message: one attempt at one provider, or one question whether a provider has it; and writes down what came of
 * it. Which message and when is the dispatcher's business.
 */
import type { DeliveryFailure } from '../../contract/verification.ts'
import { type AuditTrail, bySystem } from '../audit/trail.ts'
import type { Chance } from '../kernel/chance.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Transact } from '../kernel/db.ts'
import type { Deadlines } from '../kernel/deadlines.ts'
import type { Logger } from '../kernel/logger.ts'
import type { Notices } from '../kernel/notices.ts'
import type { Timers } from '../kernel/timers.ts'
import { policies } from '../otp/rules.ts'
import type { ChallengeRow, OtpStore } from '../otp/store.ts'
import type { AttemptLog } from './attempt-log.ts'
import {
  askAgainAfterMs,
  askDeadlineMs,
  askingTakesMs,
  askUntilMs,
  attemptDeadlineMs,
  backoffMs,
  hurriedAskDeadlineMs,
  hurriedDeadlineMs,
  isOutage,
  nextRound,
  untried,
  withTried,
} from './attempt-outcome.ts'
import type { Cost, LookUpResult, OutgoingMessage, SendResult } from './gateway.ts'
import type { Outbox, OutboxRow, Retrying, TriedInRound } from './outbox.ts'
import type { ProviderDirectory, UsableProvider } from './provider-directory.ts'
import { firstPollMs } from './report-poller.ts'
import { smsSegments } from './template-sms.ts'

export interface CarrierParts {
  readonly transact: Transact
  readonly clock: Clock
  readonly timers: Timers
  readonly chance: Chance
  readonly outbox: Outbox
  readonly attempts: AttemptLog
  readonly otp: OtpStore
  readonly directory: ProviderDirectory
  readonly audit: AuditTrail
  readonly logger: Logger
  /** Published with the challenge's id, or the message's where there is none. */
  readonly notices: Notices<string>
  /** Writes the message out; null where what it tells of is gone. */
  readonly write: (row: OutboxRow, secret: string | null) => OutgoingMessage | null
  /** An SMS was taken: what it cost, told or estimated. */
  readonly estimate: (segments: number) => Cost
  /** A message was taken whose provider tells of the arrival. */
  readonly onTaken: () => void
  readonly countCost: (cost: Cost, segments: number, atMs: number) => void
}

/**
 * When a code ends that the provider took just now: its whole validity from now. At a kiosk it stays as it was announced, for
 * nobody we know gets no message, and must not be told from a customer by an expiry that moves.
 */
function expiryOf(challenge: ChallengeRow, takenAtMs: number): number {
  return challenge.asked_as !== '' ? challenge.expires_at_ms : takenAtMs + policies[challenge.purpose].validMs
}

const topicOf = (row: OutboxRow): string => row.challenge_id ?? row.id
export const roundOf = (row: OutboxRow): readonly TriedInRound[] => JSON.parse(row.round)

export function messageCarrier(parts: CarrierParts, deadlines: Deadlines) {
  const { outbox, clock, transact, directory } = parts

  /** Superseded, cancelled, used or too late: while it waited, or while an attempt was under way. */
  function codeIsDead(row: OutboxRow): boolean {
    if (row.challenge_id === null) return false
    const challenge = parts.otp.byId(row.challenge_id)
    return challenge?.status !== 'live' || challenge.expires_at_ms <= clock.now()
  }

  function end(row: OutboxRow, status: 'failed' | 'unconfirmed', failure: DeliveryFailure, words: string): void {
    transact(() => outbox.markEnded(row.id, status, failure, words))
    parts.notices.publish(topicOf(row))
  }

  const secretGone = (row: OutboxRow): void => end(row, 'failed', 'code_died', 'what this message told of is gone')

  function markTaken(
    row: OutboxRow,
    provider: UsableProvider,
    message: OutgoingMessage,
    id: string,
    told: Cost | undefined,
    takenAtMs: number,
  ): void {
    const nowMs = clock.now()
    const segments = row.channel === 'sms' ? smsSegments(message.text) : null
    const cost = told ?? (segments === null ? null : parts.estimate(segments))
    const firstPollAtMs = provider.gateway.report === undefined ? null : nowMs + firstPollMs
    const taking = { atMs: nowMs, providerMessageId: id, firstPollAtMs, segments, cost, costTold: told !== undefined }
    outbox.markTaken(row.id, taking)
    if (segments !== null && cost !== null) parts.countCost(cost, segments, nowMs)
    if (firstPollAtMs !== null) parts.onTaken()
    const challenge = row.challenge_id === null ? undefined : parts.otp.byId(row.challenge_id)
    if (challenge !== undefined) parts.otp.markTaken(challenge.id, takenAtMs, expiryOf(challenge, takenAtMs), nowMs)
  }

  /** Null also where it cannot be written at all: that is a defect of ours, and must not leave the message half sent. */
  function written(row: OutboxRow): OutgoingMessage | null {
    try {
      return parts.write(row, outbox.secretOf(row))
    } catch (error) {
      const errorName = error instanceof Error ? error.name : 'unknown'
      parts.logger.error('a message could not be written', { messageId: row.id, errorName })
      return null
    }
  }

  /** Not taken here: the next provider at once, or this round is over and the next begins after a while, or never. */
  function giveOn(
    row: OutboxRow,
    tried: readonly TriedInRound[],
    failed: Omit<Retrying, 'status' | 'nextAttemptAtMs' | 'round' | 'asks'>,
    waitMs: number,
  ): void {
    const nowMs = clock.now()
    const order = directory.order(row.channel, row.to_value)
    const others = untried(order, tried)
    const round = others.length > 0 ? tried : nextRound(tried)
    const wait = others.some(({ breaker }) => breaker.permits()) ? 0 : waitMs
    const hopeless = untried(order, nextRound(tried)).length === 0
    if (codeIsDead(row)) outbox.markEnded(row.id, 'failed', 'code_died', failed.words)
    else if (hopeless || nowMs + wait >= row.dies_at_ms)
      outbox.markEnded(row.id, 'failed', failed.failure, failed.words)
    else outbox.markAgain(row.id, { ...failed, status: 'retrying', nextAttemptAtMs: nowMs + wait, round, asks: 0 })
  }

  function judge(row: OutboxRow, provider: UsableProvider, message: OutgoingMessage, result: SendResult): void {
    switch (result.result) {
      case 'taken':
        markTaken(row, provider, message, result.providerMessageId, result.cost, clock.now())
        break
      case 'retry': {
        const wait = Math.max(result.retryAfterMs ?? 0, backoffMs(parts.chance, row.attempts + 1))
        giveOn(row, withTried(roundOf(row), provider.id, false), { ...result, maybeTwice: false }, wait)
        break
      }
      case 'refused': {
        const wait = backoffMs(parts.chance, row.attempts + 1)
        if (result.elsewhere !== true) outbox.markEnded(row.id, 'failed', result.failure, result.words)
        else giveOn(row, withTried(roundOf(row), provider.id, true), { ...result, maybeTwice: false }, wait)
        break
      }
      case 'unconfirmed': {
        const doubt = { failure: result.failure, words: result.words, round: roundOf(row), maybeTwice: false, asks: 0 }
        if (provider.gateway.lookUp === undefined) outbox.markEnded(row.id, 'unconfirmed', 'unconfirmed', result.words)
        else outbox.markAgain(row.id, { ...doubt, status: 'asking', nextAttemptAtMs: clock.now() })
        break
      }
    }
  }

  function tellBreaker(provider: UsableProvider, result: SendResult): void {
    if (isOutage(result)) provider.breaker.failed()
    else provider.breaker.succeeded()
    if (result.result === 'retry' && result.failure === 'rate_limited' && result.retryAfterMs !== undefined)
      provider.breaker.rest(result.retryAfterMs)
  }

  function audit(row: OutboxRow, provider: UsableProvider, outcome: string): void {
    const detail = { provider: provider.id, channel: row.channel, template: row.template }
    parts.audit.append({ ...bySystem, visitId: null, action: 'message.attempted', subject: row.id, outcome, detail })
  }

  /** Whether someone waits for this message and another provider could take it now. */
  function hurried(row: OutboxRow, provider: UsableProvider): boolean {
    const others = untried(directory.order(row.channel, row.to_value), withTried(roundOf(row), provider.id, false))
    return row.urgent === 1 && others.some(({ breaker }) => breaker.permits())
  }

  /** A gateway answers for all a provider can do; what it throws is a defect of ours, and must not stop the others. */
  function defect(row: OutboxRow, provider: UsableProvider, error: unknown): void {
    const errorName = error instanceof Error ? error.name : 'unknown'
    parts.logger.error('gateway threw', { provider: provider.id, messageId: row.id, errorName })
  }

  /** One attempt. */
  async function send(row: OutboxRow, provider: UsableProvider): Promise<void> {
    const startedAtMs = clock.now()
    if (!transact(() => outbox.claim(row.id, provider.id, startedAtMs))) return
    provider.breaker.begin()
    parts.notices.publish(topicOf(row))
    const message = written(row)
    if (message === null) {
      provider.breaker.succeeded()
      return secretGone(row)
    }
    const longest = hurried(row, provider) ? hurriedDeadlineMs : attemptDeadlineMs
    const ms = Math.min(longest, row.dies_at_ms - startedAtMs)
    const sending = deadlines.within(ms, (signal) => provider.gateway.send(message, signal))
    const result = await sending.catch((error: unknown): SendResult => {
      defect(row, provider, error)
      return { result: 'unconfirmed', failure: 'unconfirmed', words: 'internal error while sending' }
    })
    transact(() => {
      const durationMs = clock.now() - startedAtMs
      parts.attempts.record(row.id, { provider: provider.id, startedAtMs, durationMs, result })
      judge(row, provider, message, result)
      if (result.result !== 'retry') audit(row, provider, result.result)
    })
    // After it is on record: a circuit that opens raises an alarm, which may fail by itself.
    tellBreaker(provider, result)
    parts.notices.publish(topicOf(row))
  }

  async function lookUp(row: OutboxRow, provider: UsableProvider, message: OutgoingMessage): Promise<LookUpResult> {
    const longest = hurried(row, provider) ? hurriedAskDeadlineMs : askDeadlineMs
    const unasked: LookUpResult = { found: 'not_heard', words: 'This provider cannot be asked.' }
    const sentAtMs = row.sent_at_ms ?? row.created_at_ms
    const asking = deadlines.within(longest, async (signal) => provider.gateway.lookUp?.(message, sentAtMs, signal))
    const answer = await asking.catch((error: unknown): LookUpResult => {
      defect(row, provider, error)
      return { found: 'not_heard', words: 'internal error while asking' }
    })
    return answer ?? unasked
  }

  /** The provider could not be asked: on to the next where someone waits, be it a second message; else asked again later. */
  function notHeard(row: OutboxRow, provider: UsableProvider, words: string): void {
    const nowMs = clock.now()
    const kept = { failure: 'timed_out', words: row.words ?? words } as const
    const nextAttemptAtMs = nowMs + backoffMs(parts.chance, row.asks + 2)
    const patienceOver = nextAttemptAtMs >= askUntilMs(row.urgent === 1, row.sent_at_ms ?? row.created_at_ms)
    const again = { failure: 'unconfirmed', words: kept.words, round: roundOf(row), maybeTwice: false } as const
    if (hurried(row, provider) && !codeIsDead(row))
      giveOn(row, withTried(roundOf(row), provider.id, false), { ...kept, maybeTwice: true }, 0)
    else if (patienceOver) outbox.markEnded(row.id, 'unconfirmed', 'unconfirmed', kept.words)
    else outbox.markAgain(row.id, { ...again, status: 'asking', nextAttemptAtMs, asks: row.asks + 1 })
  }

  /** Contact was lost: the provider is asked before anything else happens with this message. */
  async function ask(row: OutboxRow, provider: UsableProvider): Promise<void> {
    const message = written(row)
    if (message === null) return secretGone(row)
    outbox.postpone(row.id, clock.now() + askingTakesMs)
    let answer = await lookUp(row, provider, message)
    if (answer.found === 'no') {
      await deadlines.pause(askAgainAfterMs(row.urgent === 1, clock.now() - (row.sent_at_ms ?? 0)))
      answer = await lookUp(row, provider, message)
    }
    if (deadlines.calledOff()) return
    // Set up anew meanwhile: the account or sender asked now may not be the one that was sent through.
    if (answer.found === 'no' && (provider.changedAtMs ?? 0) > (row.sent_at_ms ?? 0))
      answer = { found: 'not_heard', words: 'The provider was set up anew since.' }
    transact(() => {
      if (answer.found === 'yes') {
        parts.attempts.settleAsTaken(row.id, answer.providerMessageId)
        // It was taken when it was sent, and its code has been valid since then.
        markTaken(row, provider, message, answer.providerMessageId, answer.cost, row.sent_at_ms ?? clock.now())
        audit(row, provider, 'taken')
      } else if (answer.found === 'no') {
        const failed = { failure: 'timed_out', words: row.words ?? '', maybeTwice: false } as const
        giveOn(row, withTried(roundOf(row), provider.id, false), failed, backoffMs(parts.chance, row.attempts))
      } else notHeard(row, provider, answer.words)
    })
    if (answer.found === 'not_heard') provider.breaker.failed()
    else provider.breaker.succeeded()
    parts.notices.publish(topicOf(row))
  }

  return { send, ask, end, codeIsDead }
}
