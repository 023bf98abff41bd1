/** The SQL behind the health of delivery: figures over attempts, takings and arrivals. */
import type { DeliveryHealth } from '../../contract/delivery.ts'
import type { Db } from '../kernel/db.ts'

/** Medians are taken over the newest so many messages of the day. */
const sample = 5_000

export function healthStore(db: Db) {
  const last = db.prepare<[string], { at_ms: number; words: string | null }>(
    `SELECT at_ms, words FROM delivery_attempt INDEXED BY delivery_attempt_taken
     WHERE provider = ? AND result = 'taken' ORDER BY at_ms DESC LIMIT 1`,
  )
  const lastFailed = db.prepare<[string], { at_ms: number; words: string | null }>(
    `SELECT at_ms, words FROM delivery_attempt INDEXED BY delivery_attempt_not_taken
     WHERE provider = ? AND result <> 'taken' ORDER BY at_ms DESC LIMIT 1`,
  )
  const taken = db.prepare<[string, number], number>(
    `SELECT count(*) FROM delivery_attempt INDEXED BY delivery_attempt_taken
     WHERE provider = ? AND result = 'taken' AND at_ms > ?`,
  )
  const notTaken = db.prepare<[string, number], number>(
    `SELECT count(*) FROM delivery_attempt INDEXED BY delivery_attempt_not_taken
     WHERE provider = ? AND result <> 'taken' AND at_ms > ?`,
  )
  taken.pluck()
  notTaken.pluck()
  const toTaken = db.prepare<[string, number, number], number>(
    `SELECT taken_at_ms - created_at_ms FROM outbox WHERE provider = ? AND taken_at_ms > ? ORDER BY taken_at_ms DESC LIMIT ?`,
  )
  const toDelivered = db.prepare<[string, number, number], number>(
    `SELECT delivered_at_ms - created_at_ms FROM outbox
     WHERE provider = ? AND taken_at_ms > ? AND delivered_at_ms IS NOT NULL ORDER BY taken_at_ms DESC LIMIT ?`,
  )
  toTaken.pluck()
  toDelivered.pluck()
  const arrivals = db.prepare<[string, number], { delivered: number; undelivered: number }>(
    `SELECT coalesce(sum(delivery = 'delivered'), 0) AS delivered, coalesce(sum(delivery = 'undelivered'), 0) AS undelivered
     FROM outbox WHERE provider = ? AND taken_at_ms > ?`,
  )
  const costs = db.prepare<[string, number], { micros: number; currency: string }>(
    `SELECT sum(cost_micros) AS micros, cost_currency AS currency FROM outbox
     WHERE provider = ? AND taken_at_ms > ? AND cost_told = 1 GROUP BY cost_currency`,
  )
  const waiting = db.prepare<[], { status: string; n: number; oldest: number }>(
    `SELECT status, count(*) AS n, min(created_at_ms) AS oldest FROM outbox INDEXED BY outbox_due
     WHERE status IN ('queued', 'retrying', 'asking') GROUP BY status`,
  )
  const sending = db.prepare<[], { n: number; oldest: number | null }>(
    `SELECT count(*) AS n, min(created_at_ms) AS oldest FROM outbox INDEXED BY outbox_sending WHERE status = 'sending'`,
  )
  // From the index alone, so that a screen may ask every few seconds however long the queue is.
  const waitingBriefly = db.prepare<[], { n: number; oldest: string | null }>(
    `SELECT count(*) AS n, min(id) AS oldest FROM outbox INDEXED BY outbox_due WHERE status IN ('queued', 'retrying', 'asking')`,
  )
  const ascending = (values: number[]): number[] => values.sort((left, right) => left - right)

  return {
    lastAttempt: (provider: string, taken: boolean) => (taken ? last : lastFailed).get(provider),
    rate(provider: string, afterMs: number): { attempts: number; taken: number } {
      const well = taken.get(provider, afterMs) ?? 0
      return { attempts: well + (notTaken.get(provider, afterMs) ?? 0), taken: well }
    },
    /** Milliseconds from the writing, ascending. */
    timesToTaken: (provider: string, afterMs: number): number[] => ascending(toTaken.all(provider, afterMs, sample)),
    timesToDelivered: (provider: string, afterMs: number): number[] =>
      ascending(toDelivered.all(provider, afterMs, sample)),
    arrivals: (provider: string, afterMs: number) =>
      arrivals.get(provider, afterMs) ?? { delivered: 0, undelivered: 0 },
    costs: (provider: string, afterMs: number) => costs.all(provider, afterMs),
    /** How many wait, and since when the oldest: its id tells the moment it was made (UUIDv7, RFC 9562 §5.7). */
    waiting(nowMs: number): { waiting: number; oldestMs: number | null } {
      const { n, oldest } = waitingBriefly.get() ?? { n: 0, oldest: null }
      const madeAtMs = oldest === null ? null : Number.parseInt(oldest.slice(0, 8) + oldest.slice(9, 13), 16)
      return { waiting: n, oldestMs: madeAtMs === null ? null : Math.max(0, nowMs - madeAtMs) }
    },
    queue(nowMs: number): DeliveryHealth['queue'] {
      const rows = waiting.all()
      const out = sending.get() ?? { n: 0, oldest: null }
      const of = (status: string): number => rows.find((row) => row.status === status)?.n ?? 0
      const oldest = [...rows.map((row) => row.oldest), ...(out.oldest === null ? [] : [out.oldest])]
      return {
        queued: of('queued'),
        retrying: of('retrying'),
        asking: of('asking'),
        sending: out.n,
        oldestMs: oldest.length === 0 ? null : Math.max(0, nowMs - Math.min(...oldest)),
      }
    },
  }
}
