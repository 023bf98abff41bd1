/** Letting a waiting screen in, or changing a terminal: its code, its name, what it opens with. */
import { createStore } from 'zustand/vanilla'
import type { Face } from '../../../contract/terminals.ts'
import type { Client } from '../../client/client.ts'
import { type Problem, problemOf } from '../../client/problem.ts'
import { asciiDigits } from '../../ui/digits.ts'
import type { FormTarget, Notice } from './terminals-view-model.ts'

type FormState =
  | { readonly kind: 'filling' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'refused'; readonly reason: 'unknown_code' | 'name_taken' | 'gone' }
  | { readonly kind: 'failed'; readonly failure: Problem }

interface TerminalFormModel {
  readonly state: FormState
  readonly code: string
  readonly name: string
  readonly face: Face
  change(part: Partial<Pick<TerminalFormModel, 'code' | 'name' | 'face'>>): void
  ready(): boolean
  save(): Promise<void>
}

interface TerminalFormPorts {
  readonly client: { readonly terminals: Pick<Client['terminals'], 'letIn' | 'change'> }
}

/** As the office compares it: capitals and digits only. */
const plainCode = (typed: string): string =>
  asciiDigits(typed)
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')

const codeLength = 8

export function createTerminalFormModel(
  ports: TerminalFormPorts,
  target: FormTarget,
  onSaved: (notice: Notice) => void,
) {
  return createStore<TerminalFormModel>()((set, get) => ({
    state: { kind: 'filling' },
    code: target.kind === 'let_in' ? (target.waiting?.code ?? '') : '',
    name: target.kind === 'change' ? target.terminal.name : '',
    face: target.kind === 'change' ? (target.terminal.face ?? 'desk') : 'desk',
    change: (part) => set({ ...part, state: { kind: 'filling' } }),
    ready: () => {
      const { name, code } = get()
      return name.trim() !== '' && (target.kind === 'change' || plainCode(code).length === codeLength)
    },
    save: async () => {
      const { state, code, name, face, ready } = get()
      if (state.kind === 'saving' || !ready()) return
      set({ state: { kind: 'saving' } })
      try {
        const as = { name: name.trim(), face }
        const outcome =
          target.kind === 'let_in'
            ? await ports.client.terminals.letIn({ code: plainCode(code), ...as })
            : await ports.client.terminals.change({ terminalId: target.terminal.terminalId, ...as })
        if (outcome.outcome === 'refused') set({ state: { kind: 'refused', reason: outcome.reason } })
        else onSaved({ what: target.kind === 'let_in' ? 'let_in' : 'changed', name: as.name })
      } catch (error) {
        set({ state: { kind: 'failed', failure: problemOf(error) } })
      }
    },
  }))
}
