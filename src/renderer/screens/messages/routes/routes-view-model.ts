/** The order of the providers, for each channel and for country prefixes; changed on screen and saved as one. */
import { createStore } from 'zustand/vanilla'
import type { ProviderView, Route } from '../../../../contract/providers.ts'
import type { Channel } from '../../../../contract/values.ts'
import type { Client } from '../../../client/client.ts'
import { type Problem, problemOf } from '../../../client/problem.ts'
import { carriersOf, isPrefix, moved, orderOf, routeOf, withOrder, withoutRoute } from './route-order.ts'

type RouteKey = Pick<Route, 'channel' | 'prefix'>

export type RoutesState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly failure: Problem }
  | {
      readonly kind: 'shown'
      readonly providers: readonly ProviderView[]
      readonly saved: readonly Route[]
      readonly draft: readonly Route[]
      readonly step:
        | { readonly kind: 'editing' }
        | { readonly kind: 'saving' }
        | { readonly kind: 'saved' }
        | { readonly kind: 'refused'; readonly reason: 'unknown_provider' | 'not_carried' | 'twice' }
        | { readonly kind: 'failed'; readonly failure: Problem }
    }

interface RoutesModel {
  readonly state: RoutesState
  load(): Promise<void>
  move(key: RouteKey, providerId: string, step: 1 | -1): void
  include(key: RouteKey, providerId: string): void
  exclude(key: RouteKey, providerId: string): void
  /** Back to the order that holds where nothing is set; an extra route goes altogether. */
  forget(key: RouteKey): void
  /** False where this is no prefix or has a route already. */
  addPrefix(channel: Channel, prefix: string): boolean
  undo(): void
  save(): Promise<void>
}

interface RoutesPorts {
  readonly client: { readonly providers: Pick<Client['providers'], 'list' | 'routes' | 'saveRoutes'> }
}

export const sameRoutes = (one: readonly Route[], other: readonly Route[]): boolean =>
  JSON.stringify(one) === JSON.stringify(other)

export function createRoutesModel(ports: RoutesPorts) {
  return createStore<RoutesModel>()((set, get) => {
    const edit = (change: (draft: readonly Route[], providers: readonly ProviderView[]) => readonly Route[]) => {
      const { state } = get()
      if (state.kind !== 'shown' || state.step.kind === 'saving') return
      set({ state: { ...state, draft: change(state.draft, state.providers), step: { kind: 'editing' } } })
    }
    const reorder = (key: RouteKey, change: (ids: readonly string[]) => readonly string[]) =>
      edit((draft, providers) => {
        const ids = orderOf(draft, providers, key).map(({ providerId }) => providerId)
        return withOrder(draft, key, change(ids))
      })
    return {
      state: { kind: 'loading' },
      load: async () => {
        set({ state: { kind: 'loading' } })
        try {
          const { providers } = await ports.client.providers.list()
          const { routes } = await ports.client.providers.routes()
          set({ state: { kind: 'shown', providers, saved: routes, draft: routes, step: { kind: 'editing' } } })
        } catch (error) {
          set({ state: { kind: 'failed', failure: problemOf(error) } })
        }
      },
      move: (key, providerId, step) => reorder(key, (ids) => moved(ids, providerId, step)),
      include: (key, providerId) => reorder(key, (ids) => [...ids.filter((id) => id !== providerId), providerId]),
      exclude: (key, providerId) => reorder(key, (ids) => ids.filter((id) => id !== providerId)),
      forget: (key) => edit((draft) => withoutRoute(draft, key)),
      addPrefix: (channel, prefix) => {
        const { state } = get()
        const taken = state.kind !== 'shown' || routeOf(state.draft, { channel, prefix }) !== null
        if (taken || !isPrefix(prefix)) return false
        edit((draft, providers) =>
          withOrder(
            draft,
            { channel, prefix },
            carriersOf(providers, channel).map(({ providerId }) => providerId),
          ),
        )
        return true
      },
      undo: () => {
        const { state } = get()
        if (state.kind === 'shown') edit(() => state.saved)
      },
      save: async () => {
        const { state } = get()
        if (state.kind !== 'shown' || state.step.kind === 'saving') return
        const { draft } = state
        set({ state: { ...state, step: { kind: 'saving' } } })
        try {
          const outcome = await ports.client.providers.saveRoutes({
            routes: draft.map((route) => ({ ...route, providerIds: [...route.providerIds] })),
          })
          const refused = outcome.outcome === 'refused' ? outcome.reason : null
          if (refused) set({ state: { ...state, step: { kind: 'refused', reason: refused } } })
          else set({ state: { ...state, saved: draft, step: { kind: 'saved' } } })
        } catch (error) {
          set({ state: { ...state, step: { kind: 'failed', failure: problemOf(error) } } })
        }
      },
    }
  })
}

export type RoutesStore = ReturnType<typeof createRoutesModel>
