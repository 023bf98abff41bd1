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
  /** Nobody is at the desk: it is gone from the screen at once, and the office is told until it has heard. */
  readonly lock: () => Promise<void>
  /** Somebody has just signed in here: whatever was locked before is theirs now. */
  readonly welcome: () => Promise<void>
  /** Reads office and session anew; keeps what is known where the host doesn't answer. */
  readonly refresh: () => Promise<void>
}

export type AppStore = StoreApi<AppState & AppActions>

export const retryAfterMs = 2000

const pauseOf = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

const emptied = (session: Session): Session => ({ ...session, staff: null, openVisits: [], unprotected: false })

export function createAppStore(client: Client, pause = pauseOf): AppStore {
  /** Set while the office may still believe somebody to be here. */
  let locked: symbol | null = null

  /** True once nobody is signed in here any more. */
  const signedOut = async (): Promise<boolean> => {
    try {
      await client.session.signOut()
      return true
    } catch (error) {
      // The office had signed them out already, or knows this screen no more.
      return error instanceof ORPCError && ['FORBIDDEN', 'UNAUTHORIZED', 'UNPAIRED'].includes(error.code)
    }
  }

  return createStore<AppState & AppActions>()((set, get) => ({
    phase: 'loading',
    lock: async () => {
      const state = get()
      if (state.phase !== 'ready') return
      const turn = Symbol('lock')
      locked = turn
      set({ session: emptied(state.session) })
      while (locked === turn && !(await signedOut())) await pause(retryAfterMs)
      if (locked !== turn) return
      locked = null
      await get().refresh()
    },
    welcome: () => {
      locked = null
      return get().refresh()
    },
    refresh: async () => {
      try {
        const [office, session] = await Promise.all([client.office.state(), client.session.current()])
        set({ phase: 'ready', office, session: locked === null ? session : emptied(session) })
      } catch (error) {
        if (error instanceof ORPCError && error.code === 'UNPAIRED') return set({ phase: 'unpaired' })
        if (error instanceof ORPCError && error.code === 'RECOVERY') return set({ phase: 'recovery' })
        // Whatever went wrong, without the office no screen makes sense; the app shows why it waits and asks again.
        if (get().phase !== 'ready') set({ phase: 'unreachable' })
      }
    },
  }))
}
