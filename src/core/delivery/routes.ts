/** Pure decisions about the way of a message: which providers, in which order. */
import type { ProviderSettings, Route } from '../../contract/providers.ts'
import type { Channel } from '../../contract/values.ts'

/** The channels a provider carries with these settings. */
export function channelsOf(settings: ProviderSettings): readonly Channel[] {
  switch (settings.kind) {
    case 'smtp':
      return ['email']
    case 'kavenegar':
      return ['sms']
    case 'twilio':
      return [
        ...(settings.phoneNumber !== '' || settings.messagingServiceSid !== '' ? (['sms'] as const) : []),
        ...(settings.whatsappNumber !== '' ? (['whatsapp'] as const) : []),
      ]
  }
}

/** The route of an address: of those for its channel, the one with the longest prefix it begins with; null where none fits. */
export function routeFor(routes: readonly Route[], channel: Channel, to: string): Route | null {
  let best: Route | null = null
  for (const route of routes) {
    if (route.channel !== channel || !to.startsWith(route.prefix)) continue
    if (best === null || route.prefix.length > best.prefix.length) best = route
  }
  return best
}
