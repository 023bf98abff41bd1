/** The providers' credit: asked for every quarter of an hour, remembered, and an alarm where it runs low. */
import type { ProviderHealth } from '../../contract/delivery.ts'
import type { Clock } from '../kernel/clock.ts'
import { deadlines } from '../kernel/deadlines.ts'
import type { Logger } from '../kernel/logger.ts'
import type { Timers } from '../kernel/timers.ts'
import type { Alarms } from './alarms.ts'
import type { Provider, ProviderDirectory } from './provider-directory.ts'

const everyMs = 15 * 60_000
const firstAfterMs = 10_000
const deadlineMs = 10_000

export type KnownBalance = NonNullable<ProviderHealth['balance']>

export function balances(parts: {
  clock: Clock
  timers: Timers
  directory: ProviderDirectory
  alarms: Alarms
  logger: Logger
  networkUp: () => boolean
}) {
  const questions = deadlines(parts.timers)
  const known = new Map<string, KnownBalance>()
  let running = false
  let planned: () => void = () => {}
  let underWay: Promise<void> = Promise.resolve()

  async function ask(provider: Provider): Promise<void> {
    const answer = await questions.within(deadlineMs, async (signal) => provider.gateway?.balance?.(signal))
    if (answer === undefined) return
    const atMs = parts.clock.now()
    if (answer.result === 'not_told') {
      const before = known.get(provider.id)
      known.set(provider.id, { micros: null, currency: null, low: before?.low ?? false, atMs, words: answer.words })
      return
    }
    const floor = provider.settings?.lowBalanceMicros ?? null
    const low = floor !== null && answer.micros < floor
    known.set(provider.id, { micros: answer.micros, currency: answer.currency, low, atMs, words: null })
    if (low) parts.alarms.raise('low_balance', provider.id)
    else parts.alarms.over('low_balance', provider.id)
  }

  async function askAll(): Promise<void> {
    for (const provider of parts.directory.all()) {
      if (questions.calledOff()) return
      try {
        if (!parts.networkUp() && provider.gateway?.local !== true) continue
        await ask(provider)
      } catch (error) {
        const errorName = error instanceof Error ? error.name : 'unknown'
        parts.logger.error('a balance could not be asked', { provider: provider.id, errorName })
      }
    }
  }

  function plan(ms: number): void {
    planned = parts.timers.after(ms, () => {
      underWay = askAll().then(() => {
        if (running) plan(everyMs)
      })
    })
  }

  return {
    start() {
      running = true
      plan(firstAfterMs)
    },
    async stop() {
      running = false
      planned()
      questions.callOff()
      await underWay
    },
    /** Null where this provider was not asked yet, or has none to tell. */
    of: (providerId: string): KnownBalance | null => known.get(providerId) ?? null,
    /** Asks one provider now. False where there is no such provider. */
    async askNow(providerId: string): Promise<boolean> {
      const provider = parts.directory.byId(providerId)
      if (provider === undefined) return false
      await ask(provider)
      return true
    },
  }
}
export type Balances = ReturnType<typeof balances>
