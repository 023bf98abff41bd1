/** The office's terminals: those there are, those that wait, and the one that is being sent away. */
import { createStore } from 'zustand/vanilla'
import type { ServedAt, TerminalView, WaitingView } from '../../../contract/terminals.ts'
import type { Client } from '../../client/client.ts'
import { type Problem, problemOf } from '../../client/problem.ts'

export type TerminalsState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly failure: Problem }
  | {
      readonly kind: 'shown'
      readonly terminals: readonly TerminalView[]
      readonly waiting: readonly WaitingView[]
      readonly served: ServedAt | null
    }

export type Notice = { readonly what: 'let_in' | 'changed' | 'revoked'; readonly name: string }

/** What the form is about: a screen to let in, chosen from the list or by its typed code, or a terminal to change. */
export type FormTarget =
  | { readonly kind: 'let_in'; readonly waiting: WaitingView | null }
  | { readonly kind: 'change'; readonly terminal: TerminalView }

type Revoking =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'asking'
      readonly terminal: TerminalView
      readonly busy: boolean
      readonly failure: Problem | null
    }

interface TerminalsModel {
  readonly state: TerminalsState
  readonly notice: Notice | null
  readonly form: FormTarget | null
  readonly revoking: Revoking
  load(): Promise<void>
  open(form: FormTarget): void
  close(): void
  saved(notice: Notice): Promise<void>
  turnAway(waiting: WaitingView): Promise<void>
  askRevoke(terminal: TerminalView): void
  keep(): void
  revoke(): Promise<void>
}

interface TerminalsPorts {
  readonly client: { readonly terminals: Pick<Client['terminals'], 'list' | 'turnAway' | 'revoke'> }
}

/** What a terminal is called: its name, else its label. */
export const nameOf = ({ name, label }: Pick<TerminalView, 'name' | 'label'>): string => (name === '' ? label : name)

export function createTerminalsModel(ports: TerminalsPorts) {
  return createStore<TerminalsModel>()((set, get) => ({
    state: { kind: 'loading' },
    notice: null,
    form: null,
    revoking: { kind: 'none' },
    load: async () => {
      try {
        set({ state: { kind: 'shown', ...(await ports.client.terminals.list()) } })
      } catch (error) {
        set({ state: { kind: 'failed', failure: problemOf(error) } })
      }
    },
    open: (form) => set({ form, notice: null }),
    close: () => set({ form: null }),
    saved: async (notice) => {
      set({ form: null, notice })
      await get().load()
    },
    turnAway: async (waiting) => {
      set({ notice: null })
      try {
        await ports.client.terminals.turnAway({ pairingId: waiting.pairingId })
        await get().load()
      } catch (error) {
        set({ state: { kind: 'failed', failure: problemOf(error) } })
      }
    },
    askRevoke: (terminal) => set({ notice: null, revoking: { kind: 'asking', terminal, busy: false, failure: null } }),
    keep: () => set({ revoking: { kind: 'none' } }),
    revoke: async () => {
      const { revoking } = get()
      if (revoking.kind !== 'asking' || revoking.busy) return
      const { terminal } = revoking
      set({ revoking: { ...revoking, busy: true, failure: null } })
      try {
        // One that is already gone is what was wanted; this very one is never offered.
        await ports.client.terminals.revoke({ terminalId: terminal.terminalId })
        set({ revoking: { kind: 'none' }, notice: { what: 'revoked', name: nameOf(terminal) } })
        await get().load()
      } catch (error) {
        set({ revoking: { ...revoking, busy: false, failure: problemOf(error) } })
      }
    },
  }))
}

export type TerminalsStore = ReturnType<typeof createTerminalsModel>
