/** In which order providers are tried, and how a person changes it. Pure: lists in, lists out. */
import type { ProviderView, Route } from '../../../../contract/providers.ts'
import type { Channel } from '../../../../contract/values.ts'

type RouteKey = Pick<Route, 'channel' | 'prefix'>

const isRoute = (key: RouteKey) => (route: Route) => route.channel === key.channel && route.prefix === key.prefix

export const routeOf = (routes: readonly Route[], key: RouteKey): Route | null => routes.find(isRoute(key)) ?? null

/** The providers that carry a channel, the environment's first: how the office tries them where no route is set. */
export function carriersOf(providers: readonly ProviderView[], channel: Channel): readonly ProviderView[] {
  const carriers = providers.filter((view) => view.channels.includes(channel) && view.settings?.enabled !== false)
  const from = (source: ProviderView['source']) => carriers.filter((view) => view.source === source)
  return [...from('environment'), ...from('screen')]
}

/** The order that counts for a route, set or not; providers that are gone are left out. */
export function orderOf(
  routes: readonly Route[],
  providers: readonly ProviderView[],
  key: RouteKey,
): readonly ProviderView[] {
  const route = routeOf(routes, key)
  if (!route) return carriersOf(providers, key.channel)
  return route.providerIds.flatMap((id) => providers.filter(({ providerId }) => providerId === id))
}

/** One place up (-1) or down (1); at the end of the list nothing moves. */
export function moved(ids: readonly string[], id: string, step: 1 | -1): readonly string[] {
  const from = ids.indexOf(id)
  const other = ids[from + step]
  if (from === -1 || other === undefined) return ids
  return ids.map((each) => (each === id ? other : each === other ? id : each))
}

/** Sets one route, or takes it away where no provider is left in it. */
export function withOrder(routes: readonly Route[], key: RouteKey, providerIds: readonly string[]): readonly Route[] {
  const { channel, prefix } = key
  const next = { channel, prefix, providerIds: [...providerIds] }
  const rest = routes.filter((route) => !isRoute(key)(route))
  if (providerIds.length === 0) return rest
  return routeOf(routes, key) ? routes.map((route) => (isRoute(key)(route) ? next : route)) : [...routes, next]
}

export const withoutRoute = (routes: readonly Route[], key: RouteKey): readonly Route[] => withOrder(routes, key, [])

/** The extra routes of a channel, for numbers that begin so, shortest prefix first. */
export function prefixRoutes(routes: readonly Route[], channel: Channel): readonly Route[] {
  return routes
    .filter((route) => route.channel === channel && route.prefix !== '')
    .sort((one, other) => one.prefix.length - other.prefix.length || (one.prefix < other.prefix ? -1 : 1))
}

/** `+98`: a plus sign and one to six digits. */
export const isPrefix = (text: string): boolean => /^\+[1-9]\d{0,5}$/.test(text)
