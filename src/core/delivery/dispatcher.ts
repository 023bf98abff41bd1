/** Takes messages from the outbox to their gateways: a few at a time, each attempt under one deadline, with backoff, until taken or dead. */
import type { AuditTrail } from '../audit/trail.ts'
import { type Chance, randomBelow } from '../kernel/chance.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Transact } from '../kernel/db.ts'
import type { Logger } from '../kernel/logger.ts'
import type { Notices } from '../kernel/notices.ts'
import type { Timers } from '../kernel/timers.ts'
import { policies } from '../otp/rules.ts'
import type { ChallengeRow, OtpStore } from '../otp/store.ts'
import type { Gateway, Gateways, OutgoingMessage, SendResult } from './gateway.ts'
import type { Outbox, OutboxRow } from './outbox.ts'

/** One attempt may take this long, whatever the server does: 20 s. */
export const attemptDeadlineMs = 20_000
const atOnce = 4
/** After a fault of the database the outbox is looked at again after 5 s. */
const afterFaultMs = 5_000
/** A stop of the program waits this long for messages under way: 3 s. */
const graceMs = 3_000

/** Full jitter, 1 s doubling to 60 s. Source: the AWS Architecture Blog, "Exponential Backoff And Jitter". */
function backoffMs(chance: Chance, attempts: number): number {
  return 250 + randomBelow(chance, Math.min(60_000, 1_000 * 2 ** Math.min(attempts - 1, 10)))
}

/**
 * When a code ends that the provider took just now: its whole validity from now. At a kiosk it stays as it was announced, for
 * nobody we know gets no message, and must not be told from a customer by an expiry that moves.
 */
function expiryOf(challenge: ChallengeRow, takenAtMs: number): number {
  const atKiosk = challenge.requested_by === 'customer' && challenge.purpose === 'visit'
  return atKiosk ? challenge.expires_at_ms : takenAtMs + policies[challenge.purpose].validMs
}

export interface DispatcherParts {
  readonly transact: Transact
  readonly clock: Clock
  readonly timers: Timers
  readonly chance: Chance
  readonly outbox: Outbox
  readonly otp: OtpStore
  readonly gateways: Gateways
  readonly audit: AuditTrail
  readonly logger: Logger
  /** Published with the challenge's id, or the message's where there is none. */
  readonly notices: Notices<string>
  /** Writes the message out; null where what it tells of is gone. */
  readonly write: (row: OutboxRow, secret: string | null) => OutgoingMessage | null
}

export interface Dispatcher {
  start(): void
  /** Something new lies in the outbox. */
  nudge(): void
  /** Stops taking messages and waits 3 s for those under way; what is still out then is marked unconfirmed. */
  stop(): Promise<void>
  /** Sends what is due now, and resolves once nothing is under way; for tests. */
  idle(): Promise<void>
}

export function dispatcher(parts: DispatcherParts): Dispatcher {
  const { outbox, clock, transact } = parts
  const underWay = new Set<Promise<void>>()
  let running = false
  let planned: () => void = () => {}
  let nudged = false
  const stopping = new AbortController()

  const topicOf = (row: OutboxRow): string => row.challenge_id ?? row.id

  function finish(row: OutboxRow, gateway: Gateway, startedAtMs: number, result: SendResult): void {
    const nowMs = clock.now()
    transact(() => {
      outbox.recordAttempt(row.id, { provider: gateway.provider, startedAtMs, durationMs: nowMs - startedAtMs, result })
      switch (result.result) {
        case 'taken': {
          outbox.markTaken(row.id, nowMs, result.providerMessageId)
          const challenge = row.challenge_id === null ? undefined : parts.otp.byId(row.challenge_id)
          if (challenge !== undefined) parts.otp.markTaken(challenge.id, nowMs, expiryOf(challenge, nowMs))
          break
        }
        case 'retry': {
          const wait = Math.max(result.retryAfterMs ?? 0, backoffMs(parts.chance, row.attempts + 1))
          if (codeIsDead(row)) outbox.markEnded(row.id, 'failed', 'code_died', result.words)
          else if (nowMs + wait >= row.dies_at_ms) outbox.markEnded(row.id, 'failed', result.failure, result.words)
          else outbox.markRetry(row.id, nowMs + wait, result.failure, result.words)
          break
        }
        case 'refused':
          outbox.markEnded(row.id, 'failed', result.failure, result.words)
          break
        case 'unconfirmed':
          outbox.markEnded(row.id, 'unconfirmed', 'unconfirmed', result.words)
          break
      }
      if (result.result !== 'retry') {
        parts.audit.append({
          actor: 'system',
          terminalId: null,
          visitId: null,
          action: 'message.attempted',
          subject: row.id,
          outcome: result.result,
          detail: { provider: gateway.provider, channel: row.channel, template: row.template },
        })
      }
    })
    parts.notices.publish(topicOf(row))
  }

  /** Superseded, cancelled, used or too late: while it waited, or while an attempt was under way. */
  function codeIsDead(row: OutboxRow): boolean {
    return row.challenge_id !== null && parts.otp.byId(row.challenge_id)?.status !== 'live'
  }

  async function carry(row: OutboxRow): Promise<void> {
    const startedAtMs = clock.now()
    const gateway = parts.gateways[row.channel]
    if (startedAtMs >= row.dies_at_ms || codeIsDead(row) || gateway === undefined) {
      const [failure, words] = gateway === undefined ? (['not_configured', ''] as const) : (['code_died', ''] as const)
      transact(() => outbox.markEnded(row.id, 'failed', row.failure ?? failure, row.words ?? words))
      parts.notices.publish(topicOf(row))
      return
    }
    if (!transact(() => outbox.claim(row.id, gateway.provider))) return
    parts.notices.publish(topicOf(row))
    const message = parts.write(row, outbox.secretOf(row))
    if (message === null) {
      transact(() => outbox.markEnded(row.id, 'failed', 'code_died', 'what this message told of is gone'))
      parts.notices.publish(topicOf(row))
      return
    }
    const deadline = AbortSignal.any([
      parts.timers.deadline(Math.min(attemptDeadlineMs, row.dies_at_ms - startedAtMs)),
      stopping.signal,
    ])
    const result = await gateway.send(message, deadline).catch((error: unknown): SendResult => {
      // A gateway answers for all a provider can do; what it throws is a defect of ours, and must not stop the others.
      parts.logger.error('gateway threw', {
        provider: gateway.provider,
        messageId: row.id,
        errorName: error instanceof Error ? error.name : 'unknown',
      })
      return { result: 'unconfirmed', failure: 'unconfirmed', words: 'internal error while sending' }
    })
    finish(row, gateway, startedAtMs, result)
  }

  function launch(row: OutboxRow): void {
    const work: Promise<void> = carry(row)
      .then(
        () => true,
        (error: unknown) => {
          parts.logger.error('delivery failed', {
            messageId: row.id,
            errorName: error instanceof Error ? error.name : 'unknown',
          })
          return false
        },
      )
      .then((well) => {
        underWay.delete(work)
        if (well) pump()
        else plan(afterFaultMs)
      })
    underWay.add(work)
  }

  function plan(ms: number): void {
    planned()
    planned = running ? parts.timers.after(ms, pump) : () => {}
  }

  /** Never throws: a database that cannot be read or written now is asked again later, by a timer. */
  function pump(): void {
    planned()
    planned = () => {}
    nudged = false
    if (!running) return
    try {
      launchDue()
    } catch (error) {
      parts.logger.error('the outbox cannot be read', { errorName: error instanceof Error ? error.name : 'unknown' })
      plan(afterFaultMs)
    }
  }

  function launchDue(): void {
    const free = atOnce - underWay.size
    if (free > 0) for (const row of outbox.due(clock.now(), free)) launch(row)
    const nextAtMs = outbox.nextDueAtMs()
    if (nextAtMs !== null && underWay.size < atOnce) {
      plan(Math.max(10, Math.min(nextAtMs - clock.now(), 60_000)))
    }
  }

  return {
    start() {
      running = true
      transact(() => {
        // A crash left these half sent: the provider may have them, so they are shown as such and not sent again blindly.
        for (const row of outbox.interrupted())
          outbox.markEnded(row.id, 'unconfirmed', 'unconfirmed', 'interrupted while sending')
      })
      pump()
    },
    nudge() {
      if (nudged || !running) return
      nudged = true
      // After the answer to whoever asked, and not always equally long after: a kiosk's answer must not tell by its time
      // whether a message is being sent.
      plan(5 + randomBelow(parts.chance, 25))
    },
    async stop() {
      running = false
      planned()
      const cancel = parts.timers.after(graceMs, () => stopping.abort())
      await Promise.all(underWay)
      cancel()
    },
    async idle() {
      pump()
      while (underWay.size > 0) await Promise.all(underWay)
    },
  }
}
