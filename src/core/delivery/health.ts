/** How the office's messages fare: the figures of each provider, the queue, and in a word whether codes go out. */
import type { Alarm, DeliveryHealth, DeliveryStatus, ProviderHealth } from '../../contract/delivery.ts'
import type { Channel } from '../../contract/values.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Db } from '../kernel/db.ts'
import type { Settings } from '../settings/service.ts'
import type { Alarms } from './alarms.ts'
import type { Balances } from './balances.ts'
import { healthStore } from './health-store.ts'
import { inboxId, type Provider, type ProviderDirectory } from './provider-directory.ts'
import type { SendLimits } from './send-limits.ts'

const hourMs = 60 * 60_000

export interface HealthParts {
  readonly db: Db
  readonly clock: Clock
  readonly directory: ProviderDirectory
  readonly balances: Balances
  readonly alarms: Alarms
  readonly sendLimits: SendLimits
  readonly settings: () => Settings
  readonly networkUp: () => boolean
}

type ChannelStatus = DeliveryStatus['channels'][number]

/** The middle one of sorted values; null where there are none. */
function median(sorted: readonly number[]): number | null {
  if (sorted.length === 0) return null
  const [low, high] = [sorted[(sorted.length - 1) >> 1] ?? 0, sorted[sorted.length >> 1] ?? 0]
  return Math.round((low + high) / 2)
}

export function deliveryHealth(parts: HealthParts) {
  const { clock, directory } = parts
  const store = healthStore(parts.db)

  function healthOf(provider: Provider): ProviderHealth {
    const nowMs = clock.now()
    const dayAgoMs = nowMs - 24 * hourMs
    const { id } = provider
    const { circuit, retryAtMs } = provider.breaker.state()
    const lastSuccessAtMs = store.lastAttempt(id, true)?.at_ms ?? null
    const lastFailure = store.lastAttempt(id, false)
    const failedSince = lastFailure !== undefined && lastFailure.at_ms > (lastSuccessAtMs ?? 0)
    const arrivals = store.arrivals(id, dayAgoMs)
    return {
      providerId: id,
      name: provider.name,
      channels: [...provider.channels],
      circuit,
      retryAtMs,
      lastSuccessAtMs,
      lastFailureAtMs: lastFailure?.at_ms ?? null,
      lastWords: failedSince ? lastFailure.words : null,
      lastHour: store.rate(id, nowMs - hourMs),
      lastDay: store.rate(id, dayAgoMs),
      medianToTakenMs: median(store.timesToTaken(id, dayAgoMs)),
      medianToDeliveredMs: median(store.timesToDelivered(id, dayAgoMs)),
      delivered: arrivals.delivered,
      undelivered: arrivals.undelivered,
      cost: store.costs(id, dayAgoMs),
      balance: parts.balances.of(id),
    }
  }

  /** Why a code by this channel would not leave now. The first provider of the office's usual order speaks for all. */
  function statusOf(channel: Channel): ChannelStatus {
    const carrying = directory.all().filter((provider) => provider.channels.includes(channel))
    const order = directory.order(channel, '')
    const usual = order[0] ?? carrying[0]
    const blocked = (why: NonNullable<ChannelStatus['why']>, sinceMs: number | null): ChannelStatus => ({
      channel,
      works: false,
      why,
      providerName: usual?.name ?? null,
      sinceMs,
    })
    if (order.length === 0) return blocked('no_secret', null)
    if (!parts.networkUp() && !order.some(({ gateway }) => gateway.local === true)) return blocked('no_network', null)
    if (channel === 'sms' && parts.sendLimits.capReached()) return blocked('daily_limit', null)
    if (order.every(({ breaker }) => breaker.state().circuit !== 'closed'))
      return blocked('provider_down', usual?.breaker.state().sinceMs ?? null)
    return { channel, works: true, why: null, providerName: usual?.name ?? null, sinceMs: null }
  }

  const subjectOf = ({ kind, subject }: Alarm): string =>
    kind === 'provider_down' || kind === 'low_balance' ? directory.nameOf(subject) : subject

  return {
    health(): DeliveryHealth {
      const { limits } = parts.settings()
      const today = parts.sendLimits.today()
      return {
        providers: directory
          .all()
          .filter(({ id }) => id !== inboxId)
          .map(healthOf),
        queue: store.queue(clock.now()),
        today: { sms: today.count, costMicros: Math.max(0, today.cost_micros), currency: limits.costCurrency },
      }
    },
    /** True while this machine has no network and every provider needs one. */
    codesWait: (): boolean => !parts.networkUp() && !directory.all().some(({ gateway }) => gateway?.local === true),
    status(): DeliveryStatus {
      const { waiting, oldestMs } = store.waiting(clock.now())
      const channels = [
        ...new Set(
          directory.all().flatMap((provider) => (provider.settings?.enabled === false ? [] : provider.channels)),
        ),
      ]
      return {
        network: parts.networkUp() ? 'up' : 'down',
        channels: channels.map(statusOf),
        waiting,
        oldestWaitingMs: oldestMs,
        alarms: parts.alarms.open().map((alarm) => ({ ...alarm, subject: subjectOf(alarm) })),
      }
    },
  }
}
