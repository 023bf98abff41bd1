/** The record of every attempt and of what providers said of arrivals: the only SQL of `delivery_attempt` and of an outbox row's arrival. */
import type { DeliveryFailure } from '../../contract/verification.ts'
import type { Db } from '../kernel/db.ts'
import type { Cost, SendResult } from './gateway.ts'
import type { OutboxRow } from './outbox.ts'

export interface Attempted {
  readonly provider: string
  readonly startedAtMs: number
  readonly durationMs: number
  readonly result: SendResult
}

export interface AttemptRow {
  readonly provider: string
  readonly at_ms: number
  readonly duration_ms: number
  readonly result: SendResult['result']
  readonly failure: DeliveryFailure | null
  readonly words: string | null
}

/** How many tries of one message the screens are told of. */
const shownTries = 10

export function attemptLog(db: Db) {
  const insert = db.prepare(
    `INSERT INTO delivery_attempt (message_id, at_ms, provider, duration_ms, result, failure, words, provider_message_id)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const settle = db.prepare(
    `UPDATE delivery_attempt SET result = ?, provider_message_id = ?, failure = NULL, words = NULL
     WHERE id = (SELECT max(id) FROM delivery_attempt WHERE message_id = ?)`,
  )
  const ofMessage = db.prepare<[string, number], AttemptRow>(
    'SELECT provider, at_ms, duration_ms, result, failure, words FROM delivery_attempt WHERE message_id = ? ORDER BY id DESC LIMIT ?',
  )
  const pollsDue = db.prepare<[number, number], OutboxRow>(
    `SELECT * FROM outbox WHERE delivery = 'pending' AND next_poll_at_ms <= ? ORDER BY next_poll_at_ms LIMIT ?`,
  )
  const nextPoll = db.prepare<[], { at: number }>(
    `SELECT next_poll_at_ms AS at FROM outbox WHERE delivery = 'pending' ORDER BY next_poll_at_ms LIMIT 1`,
  )
  const pollAgain = db.prepare(`UPDATE outbox SET polls = polls + 1, next_poll_at_ms = ? WHERE id = ?`)
  const arrival = db.prepare(
    `UPDATE outbox SET delivery = ?, polls = polls + 1, next_poll_at_ms = NULL, delivered_at_ms = ?, failure = ?, words = ? WHERE id = ?`,
  )
  const costOf = db.prepare<[string], { cost_micros: number | null; taken_at_ms: number | null; channel: string }>(
    'SELECT cost_micros, taken_at_ms, channel FROM outbox WHERE id = ?',
  )
  const putCost = db.prepare(`UPDATE outbox SET cost_micros = ?, cost_currency = ?, cost_told = 1 WHERE id = ?`)

  return {
    record(messageId: string, attempt: Attempted): void {
      const { result } = attempt
      insert.run(
        messageId,
        attempt.startedAtMs,
        attempt.provider,
        attempt.durationMs,
        result.result,
        result.result === 'taken' ? null : result.failure,
        result.result === 'taken' ? null : result.words,
        result.result === 'taken' ? result.providerMessageId : null,
      )
    },
    /** The last attempt was in doubt, and the provider says that it has the message. */
    settleAsTaken(messageId: string, providerMessageId: string): void {
      settle.run('taken', providerMessageId, messageId)
    },
    /** Oldest first, the last 10. */
    ofMessage: (messageId: string): AttemptRow[] => ofMessage.all(messageId, shownTries).reverse(),
    pollsDue: (nowMs: number, limit: number): OutboxRow[] => pollsDue.all(nowMs, limit),
    nextPollAtMs: (): number | null => nextPoll.get()?.at ?? null,
    pollAgain(messageId: string, atMs: number): void {
      pollAgain.run(atMs, messageId)
    },
    markArrival(
      messageId: string,
      what:
        | { readonly delivery: 'delivered'; readonly atMs: number }
        | { readonly delivery: 'undelivered'; readonly failure: DeliveryFailure; readonly words: string }
        | { readonly delivery: 'not_heard' },
    ): void {
      arrival.run(
        what.delivery,
        what.delivery === 'delivered' ? what.atMs : null,
        what.delivery === 'undelivered' ? what.failure : null,
        what.delivery === 'undelivered' ? what.words : null,
        messageId,
      )
    },
    /** Keeps the price a provider told; returns what the day's account must be corrected by, and when it was taken. */
    tellCost(
      messageId: string,
      cost: Cost,
    ): { readonly before: number; readonly takenAtMs: number; readonly channel: string } | null {
      const row = costOf.get(messageId)
      if (row === undefined || row.taken_at_ms === null) return null
      putCost.run(cost.micros, cost.currency, messageId)
      return { before: row.cost_micros ?? 0, takenAtMs: row.taken_at_ms, channel: row.channel }
    },
  }
}
export type AttemptLog = ReturnType<typeof attemptLog>
