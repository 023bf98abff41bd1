/** The office's limits against being milked for messages: per block of numbers, per day by count and by cost, per country. */
import type { AbuseLimits } from '../../contract/delivery.ts'
import type { Channel } from '../../contract/values.ts'
import { dayOf } from '../kernel/calendar.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Db } from '../kernel/db.ts'
import type { Settings } from '../settings/service.ts'
import type { Alarms } from './alarms.ts'
import type { Cost } from './gateway.ts'
import { numberBlock, textingRefusal } from './number-rules.ts'

/** How an ask at a kiosk begins that names an account. */
export const accountAsk = 'account:'

const blockSliceMs = 10 * 60_000

export interface SendLimitsParts {
  readonly db: Db
  readonly clock: Clock
  readonly settings: () => Settings
  readonly alarms: Alarms
  readonly timeZone: string
}

export interface LimitRefusal {
  readonly reason: 'country_not_allowed' | 'number_type' | 'number_block_limit' | 'daily_limit'
  readonly retryAtMs?: number
}

export function sendLimits(parts: SendLimitsParts) {
  const { db, clock } = parts
  const get = db.prepare<[string, number], { count: number; cost_micros: number }>(
    'SELECT count, cost_micros FROM send_count WHERE scope = ? AND slice = ?',
  )
  const add = db.prepare(
    `INSERT INTO send_count (scope, slice, count, cost_micros) VALUES (?, ?, ?, ?)
     ON CONFLICT (scope, slice) DO UPDATE SET count = count + excluded.count, cost_micros = cost_micros + excluded.cost_micros`,
  )
  const forget = db.prepare('DELETE FROM send_count WHERE slice < ?')
  const limits = (): AbuseLimits => parts.settings().limits
  const day = dayOf(parts.timeZone)
  const sliceOf = (nowMs: number): number => nowMs - (nowMs % blockSliceMs)
  const isPhone = (channel: Channel, to: string): boolean => channel !== 'email' && to.startsWith('+')

  function today(nowMs: number): { count: number; cost_micros: number } {
    return get.get('sms', day(nowMs).startMs) ?? { count: 0, cost_micros: 0 }
  }

  /** Codes of the last 10 minutes: this slice's, and of the one before the share that still counts. */
  function inBlock(block: string, nowMs: number): number {
    const slice = sliceOf(nowMs)
    const share = 1 - (nowMs - slice) / blockSliceMs
    const before = get.get(`block:${block}`, slice - blockSliceMs)?.count ?? 0
    return (get.get(`block:${block}`, slice)?.count ?? 0) + Math.floor(before * share)
  }

  /** The office's own country where none is named. */
  function allowedCountries(): readonly string[] {
    const { smsCountries } = limits()
    return smsCountries.length > 0 ? smsCountries : [parts.settings().region]
  }

  function capReached(nowMs: number): 'daily_count' | 'daily_cost' | null {
    const { dailySms, dailyCostMicros } = limits()
    const spent = today(nowMs)
    if (dailySms !== null && spent.count >= dailySms) return 'daily_count'
    return dailyCostMicros !== null && spent.cost_micros >= dailyCostMicros ? 'daily_cost' : null
  }

  return {
    /** Why no code may go this way now; null where it may. Known and unknown numbers are judged alike. */
    refusal(channel: Channel, to: string, nowMs: number): LimitRefusal | null {
      if (channel === 'sms' && isPhone(channel, to)) {
        const unfit = textingRefusal(to, allowedCountries())
        if (unfit !== null) return { reason: unfit }
      }
      if (channel === 'sms' && isPhone(channel, to)) {
        const cap = capReached(nowMs)
        if (cap !== null) {
          parts.alarms.raise(cap, '')
          return { reason: 'daily_limit', retryAtMs: day(nowMs).endMs }
        }
      }
      if (isPhone(channel, to) && inBlock(numberBlock(to), nowMs) >= limits().numberBlockPer10Minutes) {
        parts.alarms.raise('number_block', numberBlock(to))
        return { reason: 'number_block_limit', retryAtMs: sliceOf(nowMs) + blockSliceMs }
      }
      return null
    },
    /** Whether a way is open without asking for it: no alarm is raised. */
    mayText: (to: string, nowMs: number): boolean =>
      textingRefusal(to, allowedCountries()) === null && capReached(nowMs) === null,
    /**
     * A code was asked for, be it for nobody we know: numbers tried out are an attack, too. At a kiosk every ask by an account's
     * number counts as an SMS, whoever it belongs to, so that the day's count tells nobody who is known.
     */
    countCode(
      ask: { readonly channel: Channel; readonly contactValue: string; readonly askedAs: string },
      nowMs: number,
    ): void {
      const { channel, contactValue: to, askedAs } = ask
      if (isPhone(channel, to)) add.run(`block:${numberBlock(to)}`, sliceOf(nowMs), 1, 0)
      if (channel === 'sms' || askedAs.startsWith(accountAsk)) add.run('sms', day(nowMs).startMs, 1, 0)
    },
    /** An SMS that is no code was put into the outbox. */
    countSms(nowMs: number): void {
      add.run('sms', day(nowMs).startMs, 1, 0)
    },
    /** What an SMS is thought to cost. */
    estimate: (segments: number): Cost => ({
      micros: segments * limits().segmentPriceMicros,
      currency: limits().costCurrency,
    }),
    /** What an SMS did cost, at the moment it was taken; a price in another currency is counted as the estimate. */
    countCost(cost: Cost, segments: number, takenAtMs: number): void {
      const { costCurrency, segmentPriceMicros } = limits()
      const micros = cost.currency === costCurrency ? cost.micros : segments * segmentPriceMicros
      if (micros !== 0) add.run('sms', day(takenAtMs).startMs, 0, micros)
    },
    /** The provider told a price after the fact: the day is corrected by the difference. */
    correctCost(cost: Cost, beforeMicros: number, takenAtMs: number): void {
      if (cost.currency === limits().costCurrency && cost.micros !== beforeMicros)
        add.run('sms', day(takenAtMs).startMs, 0, cost.micros - beforeMicros)
    },
    capReached: (): boolean => capReached(clock.now()) !== null,
    today: () => today(clock.now()),
    /** Slices of days gone by are forgotten. */
    cleanUp(): void {
      forget.run(clock.now() - 3 * 24 * 60 * 60_000)
    },
  }
}
export type SendLimits = ReturnType<typeof sendLimits>
