/** What staff must know of the messages at once, most pressing first; nothing where all is well. */
import type { Alarm, DeliveryStatus } from '../../../contract/delivery.ts'
import type { Channel } from '../../../contract/values.ts'

type ChannelState = DeliveryStatus['channels'][number]

export type BannerLine =
  | { readonly kind: 'no_network' }
  | {
      readonly kind: 'blocked'
      readonly channels: readonly Channel[]
      /** Channels that still carry codes. */
      readonly working: readonly Channel[]
      readonly why: NonNullable<ChannelState['why']> | 'unknown'
      readonly providerName: string | null
      readonly sinceMs: number | null
    }
  | { readonly kind: 'alarm'; readonly alarm: Alarm }

/** Channels that stand still for the same reason share a line. */
function blockedLines(channels: readonly ChannelState[]): Extract<BannerLine, { kind: 'blocked' }>[] {
  const working = channels.filter(({ works }) => works).map(({ channel }) => channel)
  const lines = new Map<string, Extract<BannerLine, { kind: 'blocked' }>>()
  for (const { channel, works, why, providerName, sinceMs } of channels) {
    if (works) continue
    const key = `${why} ${providerName}`
    const line = lines.get(key)
    lines.set(
      key,
      line
        ? { ...line, channels: [...line.channels, channel] }
        : { kind: 'blocked', channels: [channel], working, why: why ?? 'unknown', providerName, sinceMs },
    )
  }
  return [...lines.values()]
}

export function bannerLines({ network, channels, alarms }: DeliveryStatus): readonly BannerLine[] {
  const offline = network === 'down'
  const blocked = blockedLines(channels).filter(({ why }) => !(offline && why === 'no_network'))
  const downNow = new Set(blocked.filter(({ why }) => why === 'provider_down').map(({ providerName }) => providerName))
  // What a channel's own line already says, or what follows from the network alone, is not said twice.
  const rest = alarms.filter(({ kind, subject }) => kind !== 'provider_down' || !(offline || downNow.has(subject)))
  return [
    ...(offline ? [{ kind: 'no_network' } as const] : []),
    ...blocked,
    ...rest.map((alarm) => ({ kind: 'alarm', alarm }) as const),
  ]
}
