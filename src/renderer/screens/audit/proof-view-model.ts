/** Having the trail proven whole: how far it is, and how it ended. */
import { createStore } from 'zustand/vanilla'
import type { TrailProof } from '../../../contract/audit.ts'
import { type Problem, problemOf } from '../../client/problem.ts'
import type { DeskPorts } from '../desk/desk-ports.ts'

type ProofState =
  | { readonly kind: 'closed' }
  | { readonly kind: 'walking'; readonly rows: number; readonly total: number }
  | { readonly kind: 'ended'; readonly proof: Exclude<TrailProof, { state: 'walking' }> }
  | { readonly kind: 'failed'; readonly failure: Problem }

interface ProofModel {
  readonly state: ProofState
  start(): Promise<void>
  close(): void
}

export function createProofModel(ports: Pick<DeskPorts, 'client'>, onEnded: () => void) {
  return createStore<ProofModel>()((set) => {
    let walking: AbortController | null = null
    return {
      state: { kind: 'closed' },
      start: async () => {
        walking?.abort()
        const mine = new AbortController()
        walking = mine
        set({ state: { kind: 'walking', rows: 0, total: 0 } })
        try {
          for await (const proof of await ports.client.audit.prove(undefined, { signal: mine.signal })) {
            if (walking !== mine) return
            if (proof.state === 'walking') set({ state: { kind: 'walking', rows: proof.rows, total: proof.total } })
            else {
              set({ state: { kind: 'ended', proof } })
              onEnded()
            }
          }
        } catch (error) {
          if (walking === mine) set({ state: { kind: 'failed', failure: problemOf(error) } })
        }
      },
      close: () => {
        walking?.abort()
        walking = null
        set({ state: { kind: 'closed' } })
      },
    }
  })
}

export type ProofStore = ReturnType<typeof createProofModel>
