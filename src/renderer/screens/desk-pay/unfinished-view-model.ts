/** After a crash: what became of each payment whose answer never came. Asked until the office answers, so never unknown. */
import { createStore } from 'zustand/vanilla'
import type { LookUpOutcome } from '../../../contract/payments.ts'
import { problemOf } from '../../client/problem.ts'
import type { DeskPorts } from '../desk/desk-ports.ts'
import type { Unanswered } from './unanswered.ts'

interface Finding {
  readonly key: string
  readonly amountMinor: number
  /** Null while the office is being asked. */
  readonly found: LookUpOutcome | null
}

interface UnfinishedModel {
  readonly findings: readonly Finding[]
  look(): Promise<void>
  /** The clerk has read it. */
  seen(): void
}

const askAgainMs = 2_000

export function createUnfinishedModel(ports: Pick<DeskPorts, 'client' | 'after' | 'unanswered'>) {
  return createStore<UnfinishedModel>()((set, get) => {
    const know = (key: string, found: LookUpOutcome) =>
      set({ findings: get().findings.map((each) => (each.key === key ? { ...each, found } : each)) })

    const ask = async ({ key }: Unanswered): Promise<void> => {
      for (;;) {
        try {
          know(key, await ports.client.payments.lookUp({ key }))
          return
        } catch (error) {
          const { kind } = problemOf(error)
          // Nobody is signed in any more: whoever is next asks again.
          if (kind === 'forbidden' || kind === 'signed_out') return
          await new Promise<void>((resolve) => ports.after(askAgainMs, resolve))
        }
      }
    }

    return {
      findings: [],
      look: async () => {
        const unanswered = ports.unanswered?.all() ?? []
        set({ findings: unanswered.map((each) => ({ ...each, found: null })) })
        for (const each of unanswered) await ask(each)
      },
      seen: () => {
        for (const { key } of get().findings) ports.unanswered?.forget(key)
        set({ findings: [] })
      },
    }
  })
}
