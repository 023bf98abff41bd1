/** The providers of the office: the list, the one being added or changed, and the one being removed. */
import { createStore } from 'zustand/vanilla'
import type { ProviderView, Route } from '../../../../contract/providers.ts'
import type { Client } from '../../../client/client.ts'
import { type Problem, problemOf } from '../../../client/problem.ts'
import type { Preset } from './provider-draft.ts'

type SecretsIn = 'keychain' | 'key_file' | 'unavailable'

export type ProvidersState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly failure: Problem }
  | {
      readonly kind: 'shown'
      readonly providers: readonly ProviderView[]
      readonly routes: readonly Route[]
      readonly secretsIn: SecretsIn
    }

export type Place =
  | { readonly kind: 'list'; readonly notice: { readonly what: 'saved' | 'removed'; readonly name: string } | null }
  | { readonly kind: 'choosing' }
  /** `view` is null for a new provider. */
  | { readonly kind: 'form'; readonly preset: Preset; readonly view: ProviderView | null }

export type Removing =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'asking'
      readonly view: ProviderView
      readonly busy: boolean
      readonly failure: Problem | null
    }

interface ProvidersModel {
  readonly state: ProvidersState
  readonly place: Place
  readonly removing: Removing
  load(): Promise<void>
  add(): void
  choose(preset: Preset): void
  edit(view: ProviderView): void
  toList(): void
  saved(name: string): Promise<void>
  askRemove(view: ProviderView): void
  keep(): void
  remove(): Promise<void>
}

interface ProvidersPorts {
  readonly client: { readonly providers: Pick<Client['providers'], 'list' | 'routes' | 'remove'> }
}

/** The drawer on screen stands in for a provider and is none. */
const isReal = ({ kind }: ProviderView) => kind !== 'dev-inbox'

const list: Place = { kind: 'list', notice: null }

/** The routes that would lose a provider. */
export const routesWith = (routes: readonly Route[], providerId: string): readonly Route[] =>
  routes.filter(({ providerIds }) => providerIds.includes(providerId))

/** `onChanged` hears that channels may have come or gone. */
export function createProvidersModel(ports: ProvidersPorts, onChanged: () => void) {
  return createStore<ProvidersModel>()((set, get) => {
    const done = async (what: 'saved' | 'removed', name: string) => {
      set({ place: { kind: 'list', notice: { what, name } }, removing: { kind: 'none' } })
      onChanged()
      await get().load()
    }
    return {
      state: { kind: 'loading' },
      place: list,
      removing: { kind: 'none' },
      load: async () => {
        try {
          const { providers, secretsIn } = await ports.client.providers.list()
          const { routes } = await ports.client.providers.routes()
          set({ state: { kind: 'shown', providers: providers.filter(isReal), routes, secretsIn } })
        } catch (error) {
          set({ state: { kind: 'failed', failure: problemOf(error) } })
        }
      },
      add: () => set({ place: { kind: 'choosing' } }),
      choose: (preset) => set({ place: { kind: 'form', preset, view: null } }),
      edit: (view) => {
        if (view.settings === null) return
        const preset = view.settings.kind === 'smtp' ? view.settings.preset : view.settings.kind
        set({ place: { kind: 'form', preset, view } })
      },
      toList: () => set({ place: list }),
      saved: (name) => done('saved', name),
      askRemove: (view) => set({ removing: { kind: 'asking', view, busy: false, failure: null } }),
      keep: () => set({ removing: { kind: 'none' } }),
      remove: async () => {
        const { removing } = get()
        if (removing.kind !== 'asking' || removing.busy) return
        set({ removing: { ...removing, busy: true, failure: null } })
        try {
          // One that is already gone is what was wanted.
          await ports.client.providers.remove({ providerId: removing.view.providerId })
          await done('removed', removing.view.name)
        } catch (error) {
          set({ removing: { ...removing, busy: false, failure: problemOf(error) } })
        }
      },
    }
  })
}

export type ProvidersStore = ReturnType<typeof createProvidersModel>
