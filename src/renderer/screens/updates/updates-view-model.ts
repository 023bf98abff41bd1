/** The version that runs, what is known of a newer one, and the press that installs it. */
import { createStore } from 'zustand/vanilla'
import type { UpdateState } from '../../../contract/update.ts'
import type { Client } from '../../client/client.ts'
import { type Problem, problemOf } from '../../client/problem.ts'

type UpdatesState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly failure: Problem }
  | { readonly kind: 'shown'; readonly update: UpdateState }

interface UpdatesModel {
  readonly state: UpdatesState
  /** What the person at the screen is about to do. */
  readonly asking: 'nothing' | 'checking' | 'confirming' | 'installing'
  /** What became of the last press, where it was not done. */
  readonly failure: Problem | null
  load(): Promise<void>
  check(): Promise<void>
  askToInstall(): void
  back(): void
  install(): Promise<void>
}

export interface UpdatePorts {
  readonly client: { readonly update: Pick<Client['update'], 'state' | 'check' | 'install'> }
}

export function createUpdatesModel({ client }: UpdatePorts) {
  return createStore<UpdatesModel>()((set, get) => ({
    state: { kind: 'loading' },
    asking: 'nothing',
    failure: null,
    load: async () => {
      try {
        set({ state: { kind: 'shown', update: await client.update.state() } })
      } catch (error) {
        // What is shown stays through a lost answer: the terminal may be ending to be updated.
        if (get().state.kind !== 'shown') set({ state: { kind: 'failed', failure: problemOf(error) } })
      }
    },
    check: async () => {
      if (get().asking !== 'nothing') return
      set({ asking: 'checking', failure: null })
      try {
        set({ state: { kind: 'shown', update: await client.update.check() }, asking: 'nothing' })
      } catch (error) {
        set({ asking: 'nothing', failure: problemOf(error) })
      }
    },
    askToInstall: () => set({ asking: 'confirming', failure: null }),
    back: () => set({ asking: 'nothing' }),
    install: async () => {
      if (get().asking !== 'confirming') return
      set({ asking: 'installing' })
      try {
        // Refused or begun, the state says which, and why.
        await client.update.install()
        set({ asking: 'nothing' })
        await get().load()
      } catch (error) {
        set({ asking: 'nothing', failure: problemOf(error) })
      }
    },
  }))
}
