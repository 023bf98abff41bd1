/**
 * After a crash: what became of each payment whose answer never came. Asked until the office answers, so never unknown. The
 * office keeps what reached it; this screen's own notes also have what never did.
 */
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

    /** Until the office answers; null where nobody is signed in any more: whoever is next asks again. */
    const answerOf = async <Answer>(call: () => Promise<Answer>): Promise<Answer | null> => {
      for (;;) {
        try {
          return await call()
        } catch (error) {
          const { kind } = problemOf(error)
          if (kind === 'forbidden' || kind === 'signed_out') return null
          await new Promise<void>((resolve) => ports.after(askAgainMs, resolve))
        }
      }
    }

    const ask = async ({ key }: Unanswered): Promise<void> => {
      const found = await answerOf(() => ports.client.payments.lookUp({ key }))
      if (found !== null) know(key, found)
    }

    return {
      findings: [],
      look: async () => {
        const unanswered = ports.unanswered?.all() ?? []
        set({ findings: unanswered.map((each) => ({ ...each, found: null })) })
        const untold = (await answerOf(() => ports.client.payments.untold())) ?? []
        const onlyHere = unanswered.filter(({ key }) => !untold.some((each) => each.key === key))
        set({ findings: [...untold, ...onlyHere.map((each) => ({ ...each, found: null }))] })
        for (const each of onlyHere) await ask(each)
      },
      seen: () => {
        const keys = get().findings.map(({ key }) => key)
        for (const key of keys) ports.unanswered?.forget(key)
        if (keys.length > 0) ports.client.payments.told({ keys }).catch(() => undefined)
        set({ findings: [] })
      },
    }
  })
}
