/** Choosing the passphrase of the backups, typed twice. */
import { createStore } from 'zustand/vanilla'
import type { Client } from '../../client/client.ts'
import { type Problem, problemOf } from '../../client/problem.ts'

type Answer = Awaited<ReturnType<Client['backups']['choosePassphrase']>>

type PassphraseState =
  | { readonly kind: 'typing' | 'saving' | 'differs' }
  | { readonly kind: 'refused'; readonly reason: Extract<Answer, { outcome: 'refused' }>['reason'] }
  | { readonly kind: 'failed'; readonly failure: Problem }

interface PassphraseModel {
  readonly state: PassphraseState
  readonly first: string
  readonly again: string
  change(part: { first?: string; again?: string }): void
  save(): Promise<void>
}

interface PassphrasePorts {
  readonly client: { readonly backups: Pick<Client['backups'], 'choosePassphrase'> }
}

export function createPassphraseModel({ client }: PassphrasePorts, onChosen: (recoveryKey: string) => void) {
  return createStore<PassphraseModel>()((set, get) => ({
    state: { kind: 'typing' },
    first: '',
    again: '',
    change: (part) => set({ ...part, state: { kind: 'typing' } }),
    save: async () => {
      const { state, first, again } = get()
      if (state.kind === 'saving' || first === '') return
      if (first !== again) return set({ state: { kind: 'differs' } })
      set({ state: { kind: 'saving' } })
      try {
        const answer = await client.backups.choosePassphrase({ passphrase: first })
        if (answer.outcome === 'refused') return set({ state: { kind: 'refused', reason: answer.reason } })
        set({ first: '', again: '' })
        onChosen(answer.recoveryKey)
      } catch (error) {
        set({ state: { kind: 'failed', failure: problemOf(error) } })
      }
    },
  }))
}
