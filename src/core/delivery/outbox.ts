/** The outbox: messages are written in the transaction that needs them, and leave later, come what may. */
import type { Channel, Locale } from '../../contract/values.ts'
import type { DeliveryFailure } from '../../contract/verification.ts'
import type { Chance } from '../kernel/chance.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Db } from '../kernel/db.ts'
import type { NewId } from '../kernel/ids.ts'
import { type OfficeKeys, seal, unseal } from '../kernel/keys.ts'
import type { SendResult } from './gateway.ts'

export type TemplateName = 'code' | 'receipt' | 'ticket_resolved' | 'test'
export type OutboxStatus = 'queued' | 'sending' | 'retrying' | 'taken' | 'failed' | 'unconfirmed' | 'decoy'
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
  readonly status: OutboxStatus
  readonly attempts: number
  readonly next_attempt_at_ms: number
  readonly dies_at_ms: number
  readonly provider: string | null
  readonly failure: DeliveryFailure | null
  readonly words: string | null
}

export interface Attempted {
  readonly provider: string
  readonly startedAtMs: number
  readonly durationMs: number
  readonly result: SendResult
}

export function outboxOf(parts: {
  db: Db
  clock: Clock
  chance: Chance
  newId: NewId
  keys: OfficeKeys
  onPut: () => void
  onDropped: (challengeId: string) => void
}) {
  const { db, clock, keys } = parts
  const insert = db.prepare(
    `INSERT INTO outbox (id, template, channel, to_value, locale, params, secret, challenge_id, status, next_attempt_at_ms, dies_at_ms, created_at_ms)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const due = db.prepare<[number, number], OutboxRow>(
    `SELECT * FROM outbox WHERE status IN ('queued', 'retrying') AND next_attempt_at_ms <= ? ORDER BY next_attempt_at_ms LIMIT ?`,
  )
  const nextDue = db.prepare<[], { at: number }>(
    `SELECT next_attempt_at_ms AS at FROM outbox WHERE status IN ('queued', 'retrying') ORDER BY next_attempt_at_ms LIMIT 1`,
  )
  const claim = db.prepare(
    `UPDATE outbox SET status = 'sending', attempts = attempts + 1, provider = ? WHERE id = ? AND status IN ('queued', 'retrying')`,
  )
  const taken = db.prepare(
    `UPDATE outbox SET status = 'taken', taken_at_ms = ?, provider_message_id = ?, secret = NULL, failure = NULL, words = NULL WHERE id = ?`,
  )
  const retry = db.prepare(
    `UPDATE outbox SET status = 'retrying', next_attempt_at_ms = ?, failure = ?, words = ? WHERE id = ?`,
  )
  const end = db.prepare(`UPDATE outbox SET status = ?, failure = ?, words = ?, secret = NULL WHERE id = ?`)
  const dropCode = db.prepare(
    `UPDATE outbox SET status = 'failed', failure = 'code_died', secret = NULL WHERE challenge_id = ? AND status IN ('queued', 'retrying')`,
  )
  const sending = db.prepare<[], OutboxRow>(`SELECT * FROM outbox WHERE status = 'sending'`)
  const byId = db.prepare<[string], OutboxRow>('SELECT * FROM outbox WHERE id = ?')
  const byChallenge = db.prepare<[string], OutboxRow>('SELECT * FROM outbox WHERE challenge_id = ?')
  const insertAttempt = db.prepare(
    'INSERT INTO delivery_attempt (message_id, at_ms, provider, duration_ms, result, failure, words) VALUES (?, ?, ?, ?, ?, ?, ?)',
  )

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
        message.decoy ? 'decoy' : 'queued',
        nowMs,
        message.diesAtMs,
        nowMs,
      )
      parts.onPut()
      return id
    },
    due: (nowMs: number, limit: number): OutboxRow[] => due.all(nowMs, limit),
    nextDueAtMs: (): number | null => nextDue.get()?.at ?? null,
    /** True where this call, and no other, may now send the message. */
    claim: (messageId: string, provider: string): boolean => claim.run(provider, messageId).changes === 1,
    markTaken(messageId: string, atMs: number, providerMessageId: string): void {
      taken.run(atMs, providerMessageId, messageId)
    },
    markRetry(messageId: string, nextAttemptAtMs: number, failure: DeliveryFailure, words: string): void {
      retry.run(nextAttemptAtMs, failure, words, messageId)
    },
    markEnded(messageId: string, status: 'failed' | 'unconfirmed', failure: DeliveryFailure, words: string): void {
      end.run(status, failure, words, messageId)
    },
    recordAttempt(messageId: string, attempt: Attempted): void {
      const { result } = attempt
      const failure = result.result === 'taken' ? null : result.failure
      const words = result.result === 'taken' ? null : result.words
      insertAttempt.run(
        messageId,
        attempt.startedAtMs,
        attempt.provider,
        attempt.durationMs,
        result.result,
        failure,
        words,
      )
    },
    /** A dead code's message must not leave any more; whoever watches it hears so. */
    dropCode(challengeId: string): void {
      if (dropCode.run(challengeId).changes > 0) parts.onDropped(challengeId)
    },
    /** Whether a challenge's message left or still may: false once it failed, or nobody can say where it is. */
    onItsWay(challengeId: string): boolean {
      const status = byChallenge.get(challengeId)?.status
      return status !== undefined && status !== 'failed' && status !== 'unconfirmed'
    },
    /** Messages a crash left half sent. */
    interrupted: (): OutboxRow[] => sending.all(),
    byId: (messageId: string): OutboxRow | undefined => byId.get(messageId),
    byChallenge: (challengeId: string): OutboxRow | undefined => byChallenge.get(challengeId),
    /** The secret of a message still to be sent; null where there is none or this machine's key is another one. */
    secretOf: (row: OutboxRow): string | null => (row.secret === null ? null : unseal(keys.outbox, row.id, row.secret)),
  }
}
export type Outbox = ReturnType<typeof outboxOf>
