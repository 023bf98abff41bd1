/** The outbox: messages are written in the transaction that needs them, and leave later, come what may. */
import type { Channel, Locale } from '../../contract/values.ts'
import type { DeliveryFailure } from '../../contract/verification.ts'
import type { Chance } from '../kernel/chance.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Db } from '../kernel/db.ts'
import type { NewId } from '../kernel/ids.ts'
import { type OfficeKeys, seal, unseal } from '../kernel/keys.ts'
import type { Cost } from './gateway.ts'

export type TemplateName = 'code' | 'receipt' | 'ticket_resolved' | 'password_changed' | 'test'
export type OutboxStatus = 'queued' | 'sending' | 'asking' | 'retrying' | 'taken' | 'failed' | 'unconfirmed' | 'decoy'
/** What the provider says of the arrival: `pending` is being asked for, `not_heard` was given up. */
export type Arrival = 'pending' | 'delivered' | 'undelivered' | 'not_heard'
export type TemplateParams = Readonly<Record<string, string | number>>

export interface NewMessage {
  readonly template: TemplateName
  readonly channel: Channel
  readonly to: string
  readonly locale: Locale
  readonly params: TemplateParams
  /** A code: sealed with a key outside the database, forgotten once the message left or died. */
  readonly secret: string | null
  readonly challengeId: string | null
  readonly diesAtMs: number
  /** Written like any other and never sent, so that unknown contacts take as long as known ones. */
  readonly decoy: boolean
}

export interface OutboxRow {
  readonly id: string
  readonly template: TemplateName
  readonly channel: Channel
  readonly to_value: string
  readonly locale: Locale
  readonly params: string
  readonly secret: Buffer | null
  readonly challenge_id: string | null
  /** 1: someone waits for it at the counter. */
  readonly urgent: 0 | 1
  readonly status: OutboxStatus
  readonly attempts: number
  /** JSON of `TriedInRound[]`. */
  readonly round: string
  readonly asks: number
  readonly sent_at_ms: number | null
  readonly next_attempt_at_ms: number
  readonly dies_at_ms: number
  readonly provider: string | null
  readonly provider_message_id: string | null
  readonly failure: DeliveryFailure | null
  readonly words: string | null
  readonly maybe_twice: 0 | 1
  readonly created_at_ms: number
  readonly taken_at_ms: number | null
  readonly delivery: Arrival | null
  readonly polls: number
  readonly delivered_at_ms: number | null
}

/** A provider that this message need not be given to again in this round; `refused`: in no round. */
export interface TriedInRound {
  readonly provider: string
  readonly refused: boolean
}

export interface Taking {
  readonly atMs: number
  readonly providerMessageId: string
  /** When the provider is first asked about the arrival; null where it never tells. */
  readonly firstPollAtMs: number | null
  readonly segments: number | null
  readonly cost: Cost | null
  readonly costTold: boolean
}

export interface Retrying {
  readonly status: 'retrying' | 'asking'
  readonly nextAttemptAtMs: number
  readonly failure: DeliveryFailure
  readonly words: string
  readonly round: readonly TriedInRound[]
  readonly asks: number
  readonly maybeTwice: boolean
}

export function outboxOf(parts: {
  db: Db
  clock: Clock
  chance: Chance
  newId: NewId
  keys: OfficeKeys
  onPut: (message: NewMessage) => void
  onDropped: (challengeId: string) => void
}) {
  const { db, clock, keys } = parts
  const insert = db.prepare(
    `INSERT INTO outbox (id, template, channel, to_value, locale, params, secret, challenge_id, urgent, status, next_attempt_at_ms, dies_at_ms, created_at_ms)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const due = db.prepare<[number, number, number], OutboxRow>(
    `SELECT * FROM outbox WHERE status IN ('queued', 'retrying', 'asking') AND urgent = ? AND next_attempt_at_ms <= ?
     ORDER BY next_attempt_at_ms LIMIT ?`,
  )
  const nextDue = db.prepare<[number], { at: number }>(
    `SELECT next_attempt_at_ms AS at FROM outbox WHERE status IN ('queued', 'retrying', 'asking') AND urgent = ?
     ORDER BY next_attempt_at_ms LIMIT 1`,
  )
  const claim = db.prepare(
    `UPDATE outbox SET status = 'sending', attempts = attempts + 1, provider = ?, sent_at_ms = ?, asks = 0
     WHERE id = ? AND status IN ('queued', 'retrying')`,
  )
  const taken = db.prepare(
    `UPDATE outbox SET status = 'taken', taken_at_ms = ?, provider_message_id = ?, secret = NULL, failure = NULL, words = NULL,
       delivery = ?, next_poll_at_ms = ?, segments = ?, cost_micros = ?, cost_currency = ?, cost_told = ? WHERE id = ?`,
  )
  const retry = db.prepare(
    `UPDATE outbox SET status = ?, next_attempt_at_ms = ?, failure = ?, words = ?, round = ?, asks = ?,
       maybe_twice = max(maybe_twice, ?) WHERE id = ?`,
  )
  const end = db.prepare(`UPDATE outbox SET status = ?, failure = ?, words = ?, secret = NULL WHERE id = ?`)
  const postpone = db.prepare('UPDATE outbox SET next_attempt_at_ms = ? WHERE id = ?')
  const wake = db.prepare(
    `UPDATE outbox SET next_attempt_at_ms = ? WHERE status IN ('queued', 'retrying', 'asking')
       AND urgent = 1 AND next_attempt_at_ms > ?`,
  )
  const dropCode = db.prepare(
    `UPDATE outbox SET status = 'failed', failure = 'code_died', secret = NULL
     WHERE challenge_id = ? AND status IN ('queued', 'retrying')`,
  )
  const interrupted = db.prepare(`UPDATE outbox SET status = 'asking', next_attempt_at_ms = ? WHERE status = 'sending'`)
  const askAnew = db.prepare(
    `UPDATE outbox SET next_attempt_at_ms = ? WHERE status IN ('queued', 'retrying', 'asking') AND status = 'asking'`,
  )
  const sending = db.prepare<[], string>(`SELECT id FROM outbox WHERE status = 'sending'`)
  sending.pluck()
  const strand = db.prepare(
    `UPDATE outbox SET status = 'asking', next_attempt_at_ms = ? WHERE id = ? AND status = 'sending'`,
  )
  const byId = db.prepare<[string], OutboxRow>('SELECT * FROM outbox WHERE id = ?')
  const byChallenge = db.prepare<[string], OutboxRow>('SELECT * FROM outbox WHERE challenge_id = ?')

  return {
    /** Call inside the transaction of the fact that the message tells of. Returns the message's id. */
    put(message: NewMessage): string {
      const id = parts.newId()
      const nowMs = clock.now()
      insert.run(
        id,
        message.template,
        message.channel,
        message.to,
        message.locale,
        JSON.stringify(message.params),
        message.secret === null ? null : seal(keys.outbox, parts.chance, id, message.secret),
        message.challengeId,
        message.template === 'code' ? 1 : 0,
        message.decoy ? 'decoy' : 'queued',
        nowMs,
        message.diesAtMs,
        nowMs,
      )
      parts.onPut(message)
      return id
    },
    /** What may leave or be asked about now: what someone waits for first. */
    due(nowMs: number, limit: number): OutboxRow[] {
      const urgent = due.all(1, nowMs, limit)
      return urgent.length < limit ? [...urgent, ...due.all(0, nowMs, limit - urgent.length)] : urgent
    },
    nextDueAtMs(): number | null {
      const moments = [1, 0].flatMap((urgent) => nextDue.get(urgent)?.at ?? [])
      return moments.length === 0 ? null : Math.min(...moments)
    },
    /** True where this call, and no other, may now send the message. */
    claim: (messageId: string, provider: string, nowMs: number): boolean =>
      claim.run(provider, nowMs, messageId).changes === 1,
    markTaken(messageId: string, taking: Taking): void {
      taken.run(
        taking.atMs,
        taking.providerMessageId,
        taking.firstPollAtMs === null ? null : 'pending',
        taking.firstPollAtMs,
        taking.segments,
        taking.cost?.micros ?? null,
        taking.cost?.currency ?? null,
        taking.costTold ? 1 : 0,
        messageId,
      )
    },
    /** To be tried or asked about again. */
    markAgain(messageId: string, again: Retrying): void {
      const { status, nextAttemptAtMs, failure, words, round, asks, maybeTwice } = again
      retry.run(status, nextAttemptAtMs, failure, words, JSON.stringify(round), asks, maybeTwice ? 1 : 0, messageId)
    },
    markEnded(messageId: string, status: 'failed' | 'unconfirmed', failure: DeliveryFailure, words: string): void {
      end.run(status, failure, words, messageId)
    },
    /** Nothing was tried; it is looked at again then. */
    postpone(messageId: string, untilMs: number): void {
      postpone.run(untilMs, messageId)
    },
    /** What someone waits for is looked at now: the way may be open again. */
    wake(nowMs: number): void {
      wake.run(nowMs, nowMs)
    },
    /** A dead code's message must not leave any more; whoever watches it hears so. */
    dropCode(challengeId: string): void {
      if (dropCode.run(challengeId).changes > 0) parts.onDropped(challengeId)
    },
    /** Whether a challenge's message left or still may: false once it failed, or nobody can say where it is. */
    onItsWay(challengeId: string): boolean {
      const row = byChallenge.get(challengeId)
      return (
        row !== undefined && row.status !== 'failed' && row.status !== 'unconfirmed' && row.delivery !== 'undelivered'
      )
    },
    /** A crash left these half sent: their providers are asked before anything else. Returns how many. */
    askAboutInterrupted(nowMs: number): number {
      askAnew.run(nowMs)
      return interrupted.run(nowMs).changes
    },
    /** Messages that a fault of the database left half sent: their attempt is over, and its result was not kept. */
    askAboutStranded(nowMs: number, underWay: (messageId: string) => boolean): void {
      for (const id of sending.all()) if (!underWay(id)) strand.run(nowMs, id)
    },
    byId: (messageId: string): OutboxRow | undefined => byId.get(messageId),
    byChallenge: (challengeId: string): OutboxRow | undefined => byChallenge.get(challengeId),
    /** The secret of a message still to be sent; null where there is none or this machine's key is another one. */
    secretOf: (row: OutboxRow): string | null => (row.secret === null ? null : unseal(keys.outbox, row.id, row.secret)),
  }
}
export type Outbox = ReturnType<typeof outboxOf>
