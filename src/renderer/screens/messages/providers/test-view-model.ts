/** Sending a real message through one provider and hearing, step by step, what becomes of it. */
import { createStore } from 'zustand/vanilla'
import type { ProviderSettings, TestStep } from '../../../../contract/providers.ts'
import type { Channel } from '../../../../contract/values.ts'
import type { Client } from '../../../client/client.ts'
import { type Problem, problemOf } from '../../../client/problem.ts'

/** What is tried: a stored provider, one that is only typed yet, or a stored one with changes typed. */
export interface TestTarget {
  readonly name: string
  readonly channels: readonly Channel[]
  readonly providerId?: string
  readonly settings?: ProviderSettings
  readonly secret?: string
}

type TestState =
  | { readonly kind: 'asking' }
  | { readonly kind: 'running'; readonly steps: readonly TestStep[] }
  | { readonly kind: 'ended'; readonly steps: readonly TestStep[] }
  /** The office stopped telling; the message may have gone all the same. */
  | { readonly kind: 'lost'; readonly steps: readonly TestStep[]; readonly failure: Problem }

interface TestModel {
  readonly state: TestState
  readonly channel: Channel
  readonly to: string
  choose(channel: Channel): void
  type(to: string): void
  start(): Promise<void>
  stop(): void
}

/** As much of the client's `test` as this needs: any stream of steps will do. */
type AskForTest = (
  input: Parameters<Client['providers']['test']>[0],
  options: { readonly signal: AbortSignal },
) => Promise<AsyncIterable<TestStep>>

interface TestPorts {
  readonly client: { readonly providers: { readonly test: AskForTest } }
}

export function createTestModel(ports: TestPorts, target: TestTarget) {
  return createStore<TestModel>()((set, get) => {
    let listening: AbortController | null = null
    const { name: _name, channels, ...what } = target

    const hear = async (mine: AbortController) => {
      const { channel, to } = get()
      let steps: readonly TestStep[] = []
      try {
        const told = await ports.client.providers.test({ ...what, channel, to: to.trim() }, { signal: mine.signal })
        for await (const step of told) {
          if (listening !== mine) return
          steps = [...steps, step]
          set({ state: { kind: 'running', steps } })
        }
        if (listening === mine) set({ state: { kind: 'ended', steps } })
      } catch (error) {
        if (listening === mine) set({ state: { kind: 'lost', steps, failure: problemOf(error) } })
      }
    }

    return {
      state: { kind: 'asking' },
      channel: channels[0] ?? 'email',
      to: '',
      choose: (channel) => {
        const { state } = get()
        // An address of one channel means nothing to another, except that a phone has both SMS and WhatsApp.
        const keeps = (channel === 'email') === (get().channel === 'email')
        if (state.kind !== 'running') set({ channel, state: { kind: 'asking' }, ...(keeps ? {} : { to: '' }) })
      },
      type: (to) => {
        if (get().state.kind !== 'running') set({ to, state: { kind: 'asking' } })
      },
      start: async () => {
        const { state, to } = get()
        if (state.kind === 'running' || to.trim() === '') return
        const mine = new AbortController()
        listening = mine
        set({ state: { kind: 'running', steps: [] } })
        await hear(mine)
      },
      stop: () => {
        listening?.abort()
        listening = null
      },
    }
  })
}
