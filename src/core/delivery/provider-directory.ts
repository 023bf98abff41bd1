/** The providers as they stand now: those of the environment, those set up on screen, or the drawer on screen while there is none. */
import type { ProviderKind, ProviderSettings } from '../../contract/providers.ts'
import { channels as allChannels, type Channel } from '../../contract/values.ts'
import type { Clock } from '../kernel/clock.ts'
import { type CircuitBreaker, circuitBreaker } from './circuit-breaker.ts'
import type { Gateway } from './gateway.ts'
import type { ProviderStore, StoredProvider } from './provider-store.ts'
import { channelsOf, routeFor } from './routes.ts'
import type { SecretStore } from './secret-store.ts'

/** A provider the host brings along: set by environment variables, or a test's. */
export interface FixedProvider {
  readonly id: string
  readonly name: string
  readonly kind: ProviderKind
  readonly channels: readonly Channel[]
  readonly gateway: Gateway
}

export interface Provider {
  readonly id: string
  readonly name: string
  readonly kind: ProviderKind | 'dev-inbox'
  readonly source: 'environment' | 'screen'
  /** Null for a provider of the environment. */
  readonly settings: ProviderSettings | null
  readonly channels: readonly Channel[]
  readonly secret: 'none' | 'stored' | 'unreadable'
  /** Null where it is switched off, or its secret cannot be read: nothing goes this way. */
  readonly gateway: Gateway | null
  /** When its settings last changed; null for one of the environment. */
  readonly changedAtMs: number | null
  readonly breaker: CircuitBreaker
}

/** A provider that can be given a message. */
export type UsableProvider = Provider & { readonly gateway: Gateway }

export interface DirectoryParts {
  readonly clock: Clock
  readonly store: ProviderStore
  readonly secrets: SecretStore
  readonly makeGateway: (settings: ProviderSettings, secret: string | null) => Gateway
  readonly fixed: readonly FixedProvider[]
  /** The drawer on screen; null where a host has none. */
  readonly inbox: Gateway | null
  /** A circuit opened or closed, or the providers changed. */
  readonly onChange: (providerId: string, what: 'opened' | 'closed' | 'changed') => void
}

export const inboxId = 'dev-inbox'

export function providerDirectory(parts: DirectoryParts) {
  const { store } = parts
  const breakerOf = (id: string): CircuitBreaker =>
    circuitBreaker({
      clock: parts.clock,
      onOpen: () => parts.onChange(id, 'opened'),
      onClose: () => parts.onChange(id, 'closed'),
    })
  const fixed: readonly Provider[] = parts.fixed.map((each) => ({
    ...each,
    // One of the screen may have had the name before the environment took it: two providers must not answer to one.
    id: store.byId(each.id) === undefined ? each.id : `env-${each.id}`,
    source: 'environment',
    settings: null,
    secret: 'none',
    changedAtMs: null,
    breaker: breakerOf(each.id),
  }))
  const drawer: Provider | null =
    parts.inbox === null
      ? null
      : {
          id: inboxId,
          name: inboxId,
          kind: 'dev-inbox',
          source: 'environment',
          settings: null,
          channels: allChannels,
          secret: 'none',
          gateway: parts.inbox,
          changedAtMs: null,
          breaker: breakerOf(inboxId),
        }
  let stored: readonly Provider[] = []
  let routes = store.routes()
  let loaded = store.standing().length === 0
  let everHadOne = store.everHadOne()
  const changedSecrets = new Set<string>()

  /** Codes on screen are for offices that never had a provider: taking the last one away must not bring them to a kiosk. */
  const inboxServes = (): boolean => drawer !== null && fixed.length === 0 && !everHadOne

  function all(): readonly Provider[] {
    if (drawer !== null && inboxServes()) return [drawer]
    return [...fixed, ...stored]
  }

  const usable = (provider: Provider): provider is UsableProvider => provider.gateway !== null

  async function build({ id, settings, changedAtMs }: StoredProvider): Promise<Provider> {
    const read = await parts.secrets.read(id)
    const secret = read.outcome === 'found' ? 'stored' : read.outcome
    const needsNone = settings.kind === 'smtp' && settings.user === ''
    const ready = settings.enabled && (read.outcome === 'found' || needsNone)
    return {
      id,
      name: settings.name,
      kind: settings.kind,
      source: 'screen',
      settings,
      channels: channelsOf(settings),
      secret,
      gateway: ready ? parts.makeGateway(settings, read.outcome === 'found' ? read.secret : null) : null,
      changedAtMs,
      breaker: breakerOf(id),
    }
  }

  return {
    all,
    byId: (id: string): Provider | undefined => all().find((provider) => provider.id === id),
    /** The name of a provider, be it removed since. */
    nameOf(id: string): string {
      const known = [...fixed, ...stored].find((provider) => provider.id === id)
      return known?.name ?? store.byId(id)?.settings.name ?? id
    },
    inboxServes,
    /** False until the secrets were read: what is due waits for it. */
    loaded: (): boolean => loaded,
    /** Channels a message can travel by now, in the order in which they are offered. */
    channels(): readonly Channel[] {
      const able = new Set(all().flatMap((provider) => (usable(provider) ? provider.channels : [])))
      // Until the secrets were read what is due waits: whoever signs in meanwhile is asked for their second factor all the same.
      if (!loaded)
        for (const { settings } of store.standing())
          if (settings.enabled) for (const each of channelsOf(settings)) able.add(each)
      return allChannels.filter((channel) => able.has(channel))
    },
    /** The providers for an address, in the order in which they are tried. */
    order(channel: Channel, to: string): readonly UsableProvider[] {
      const carrying = all().filter(
        (provider): provider is UsableProvider => provider.channels.includes(channel) && usable(provider),
      )
      const route = routeFor(routes, channel, to)
      if (route === null) return carrying
      const routed = route.providerIds.flatMap((id) => carrying.find((provider) => provider.id === id) ?? [])
      // A route whose providers are all gone or switched off must not swallow messages that others could carry.
      return routed.length > 0 ? routed : carrying
    },
    /** Reads providers, secrets and routes anew. Returns the gateways that are no longer used, for the caller to close. */
    async load(): Promise<readonly Gateway[]> {
      const before = stored
      const rows = store.standing()
      const anew = new Set(changedSecrets)
      changedSecrets.clear()
      const next = await Promise.all(
        rows.map(async (row) => {
          const known = before.find((provider) => provider.id === row.id)
          const same = known !== undefined && known.gateway !== null && known.changedAtMs === row.changedAtMs
          return same && !anew.has(row.id) ? known : build(row)
        }),
      )
      stored = next
      routes = store.routes()
      everHadOne = store.everHadOne()
      loaded = true
      const kept = new Set(next.map(({ gateway }) => gateway))
      return before.flatMap(({ gateway }) => (gateway === null || kept.has(gateway) ? [] : [gateway]))
    },
    /** The next `load` builds this provider anew even where its settings are the same. */
    secretChanged(id: string): void {
      changedSecrets.add(id)
    },
    gateways: (): readonly Gateway[] => [...new Set([...fixed, ...stored].flatMap(({ gateway }) => gateway ?? []))],
  }
}
export type ProviderDirectory = ReturnType<typeof providerDirectory>
