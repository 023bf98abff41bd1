/** What the whole app knows before any screen: the office, and who is at this screen. Unreachable hosts are retried. */
import { ORPCError } from '@orpc/client'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { OfficeState } from '../contract/office.ts'
import type { Client } from './client/client.ts'

export type Session = Awaited<ReturnType<Client['session']['current']>>

export type AppState =
  | { readonly phase: 'loading' }
  | { readonly phase: 'unreachable' }
  /** A screen of another machine that nobody has let in, or that was sent away. */
  | { readonly phase: 'unpaired' }
  /** The office's data could not be opened; it offers its backups instead. */
  | { readonly phase: 'recovery' }
  | { readonly phase: 'ready'; readonly office: OfficeState; readonly session: Session }

interface AppActions {
  /** Reads office and session anew; keeps what is known where the host doesn't answer. */
  readonly refresh: () => Promise<void>
}

export type AppStore = StoreApi<AppState & AppActions>

export const retryAfterMs = 2000

export function createAppStore(client: Client): AppStore {
  return createStore<AppState & AppActions>()((set, get) => ({
    phase: 'loading',
    refresh: async () => {
      try {
        const [office, session] = await Promise.all([client.office.state(), client.session.current()])
        set({ phase: 'ready', office, session })
      } catch (error) {
        if (error instanceof ORPCError && error.code === 'UNPAIRED') return set({ phase: 'unpaired' })
        if (error instanceof ORPCError && error.code === 'RECOVERY') return set({ phase: 'recovery' })
        // Whatever went wrong, without the office no screen makes sense; the app shows why it waits and asks again.
        if (get().phase !== 'ready') set({ phase: 'unreachable' })
      }
    },
  }))
}
