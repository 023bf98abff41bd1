/** A screen of another machine that waits to be let in: shows its code, asks again and again, goes on by itself. */
import { ORPCError } from '@orpc/client'
import { createStore } from 'zustand/vanilla'
import type { Client } from '../../client/client.ts'
import { type Problem, problemOf } from '../../client/problem.ts'

export interface PairingPorts {
  readonly client: { readonly pairing: Client['pairing'] }
  readonly nowMs: () => number
  /** Runs `then` after `ms`; calling the answer calls it off. */
  readonly after: (ms: number, then: () => void) => () => void
  /** Loads the page anew: the credential comes with it. */
  readonly reload: () => void
  /** This screen turned out to be a terminal already. */
  readonly goOn: () => void
}

type PairingState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly failure: Problem }
  /** `endsAtMs` by this screen's own clock, which need not agree with the office's. */
  | { readonly kind: 'waiting'; readonly code: string; readonly endsAtMs: number }
  | { readonly kind: 'full'; readonly retryAtMs: number }
  | { readonly kind: 'let_in' }

interface PairingModel {
  readonly state: PairingState
  /** Begins to ask; the returned function stops it. */
  start(): () => void
}

/** Often enough that being let in feels immediate. */
const askEveryMs = 2000

export function createPairingModel(ports: PairingPorts) {
  return createStore<PairingModel>()((set) => {
    const ask = async (): Promise<boolean> => {
      try {
        const answer = await ports.client.pairing.ask()
        const here = ports.nowMs()
        if (answer.state === 'let_in') {
          set({ state: { kind: 'let_in' } })
          ports.reload()
          return false
        }
        if (answer.state === 'full') {
          set({ state: { kind: 'full', retryAtMs: here + answer.retryAtMs - answer.nowMs } })
          return true
        }
        set({ state: { kind: 'waiting', code: answer.code, endsAtMs: here + answer.expiresAtMs - answer.nowMs } })
      } catch (error) {
        if (error instanceof ORPCError && error.code === 'FORBIDDEN') {
          ports.goOn()
          return false
        }
        set({ state: { kind: 'failed', failure: problemOf(error) } })
      }
      return true
    }
    return {
      state: { kind: 'loading' },
      start: () => {
        let stopped = false
        let cancel: () => void = () => {}
        const round = async (): Promise<void> => {
          const more = await ask()
          if (more && !stopped) cancel = ports.after(askEveryMs, () => void round())
        }
        void round()
        return () => {
          stopped = true
          cancel()
        }
      },
    }
  })
}
