/** The printers of the office's screens: chosen by an administrator, tried by a supervisor too. */
import { createStore } from 'zustand/vanilla'
import type { PrinterOffer, PrintFailure, TerminalPrinter } from '../../../contract/printers.ts'
import type { Client } from '../../client/client.ts'
import { type Problem, problemOf } from '../../client/problem.ts'
import { choiceOfDraft, draftOf, type PrinterDraft } from './printer-draft.ts'

/** What became of a test page. */
export type Tried =
  | { readonly kind: 'printed'; readonly confirmed: boolean; readonly picture: boolean }
  | { readonly kind: 'failed'; readonly failure: PrintFailure; readonly words: string | null }
  | { readonly kind: 'page' }
  | { readonly kind: 'file'; readonly fileName: string }
  /** This window is locked: neither dialog nor file. */
  | { readonly kind: 'nowhere' }

export type PrinterStep =
  | { readonly kind: 'choosing' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'saved' }
  | { readonly kind: 'testing' }
  | { readonly kind: 'tested'; readonly tried: Tried }
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed'; readonly failure: Problem }

export type PrinterState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly failure: Problem }
  | {
      readonly kind: 'shown'
      /** Null for those who may not choose. */
      readonly offer: PrinterOffer | null
      readonly terminals: readonly TerminalPrinter[]
      readonly terminal: TerminalPrinter
      readonly draft: PrinterDraft
      readonly step: PrinterStep
    }

interface PrinterModel {
  readonly state: PrinterState
  load(): Promise<void>
  pick(terminalId: string): void
  change(part: Partial<PrinterDraft>): void
  save(): Promise<void>
  test(): Promise<void>
}

interface PrinterPorts {
  readonly client: Pick<Client, 'printers'>
  readonly paper: {
    readonly print: (html: string, title: string) => Promise<boolean>
    readonly save: (fileName: string, base64: string) => void
  }
}

/** Whether what is typed is what was saved: only that can be tried. */
export const isSaved = ({ terminal, draft }: Extract<PrinterState, { kind: 'shown' }>): boolean =>
  JSON.stringify(choiceOfDraft(draft)) === JSON.stringify(choiceOfDraft(draftOf(terminal.choice)))

export function createPrinterModel({ client, paper }: PrinterPorts, mayChoose: boolean) {
  return createStore<PrinterModel>()((set, get) => {
    const put = (part: Partial<Extract<PrinterState, { kind: 'shown' }>>): void => {
      const { state } = get()
      if (state.kind === 'shown') set({ state: { ...state, ...part } })
    }

    /** Runs one step at a time; what the office cannot do is said where the step was taken. */
    const act = async (busy: 'saving' | 'testing', work: (terminalId: string) => Promise<void>): Promise<void> => {
      const { state } = get()
      if (state.kind !== 'shown' || state.step.kind === 'saving' || state.step.kind === 'testing') return
      put({ step: { kind: busy } })
      try {
        await work(state.terminal.terminalId)
      } catch (error) {
        put({ step: { kind: 'failed', failure: problemOf(error) } })
      }
    }

    return {
      state: { kind: 'loading' },
      load: async () => {
        try {
          const before = get().state
          const here = mayChoose ? null : await client.printers.choice()
          const listed = here === null ? await client.printers.list() : { offer: null, terminals: [here] }
          const wanted = before.kind === 'shown' ? before.terminal.terminalId : null
          const { terminals } = listed
          const terminal =
            terminals.find((each) => each.terminalId === wanted) ?? terminals.find((each) => each.here) ?? terminals[0]
          if (terminal === undefined) throw new Error('an office without a screen')
          const draft = before.kind === 'shown' ? before.draft : draftOf(terminal.choice)
          set({ state: { kind: 'shown', ...listed, terminal, draft, step: { kind: 'choosing' } } })
        } catch (error) {
          set({ state: { kind: 'failed', failure: problemOf(error) } })
        }
      },
      pick: (terminalId) => {
        const { state } = get()
        const terminal = state.kind === 'shown' && state.terminals.find((each) => each.terminalId === terminalId)
        if (terminal) put({ terminal, draft: draftOf(terminal.choice), step: { kind: 'choosing' } })
      },
      change: (part) => {
        const { state } = get()
        if (state.kind === 'shown') put({ draft: { ...state.draft, ...part }, step: { kind: 'choosing' } })
      },
      save: () =>
        act('saving', async (terminalId) => {
          const { state } = get()
          const choice = state.kind === 'shown' ? choiceOfDraft(state.draft) : null
          if (state.kind !== 'shown' || choice === null) return put({ step: { kind: 'choosing' } })
          const answer = await client.printers.choose({ terminalId, choice })
          if (answer.outcome === 'refused') return put({ step: { kind: 'gone' } })
          const terminal = answer.printer
          const terminals = state.terminals.map((each) => (each.terminalId === terminalId ? terminal : each))
          put({ terminal, terminals, draft: draftOf(terminal.choice), step: { kind: 'saved' } })
        }),
      test: () =>
        act('testing', async (terminalId) => {
          const answer = await client.printers.test({ terminalId })
          if (answer.outcome === 'refused') {
            const { reason } = answer
            return put({ step: reason === 'gone' ? { kind: 'gone' } : { kind: 'tested', tried: { kind: 'nowhere' } } })
          }
          if (answer.outcome === 'page') await paper.print(answer.html, answer.title)
          if (answer.outcome === 'file') paper.save(answer.fileName, answer.pdfBase64)
          const { outcome, ...more } = answer
          put({ step: { kind: 'tested', tried: { kind: outcome, ...more } as Tried } })
        }),
    }
  })
}
