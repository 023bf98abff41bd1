/** The words of the office's messages: which message, its words as edited, and how it would look. */
import { createStore } from 'zustand/vanilla'
import type {
  TemplateDetail,
  TemplateKey,
  TemplatePreview,
  TemplateProblem,
  TemplateSource,
} from '../../../contract/templates.ts'
import type { Locale } from '../../../contract/values.ts'
import { type Problem, problemOf } from '../../client/problem.ts'
import type { DeskPorts } from '../desk/desk-ports.ts'

/** Long enough that a preview is not written for every letter. */
const typingPauseMs = 300

export type EditorStep =
  | { readonly kind: 'editing' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'saved' }
  | { readonly kind: 'restored' }
  | { readonly kind: 'failed'; readonly failure: Problem }

export type TemplateState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly failure: Problem }
  | {
      readonly kind: 'shown'
      readonly detail: TemplateDetail
      readonly draft: TemplateSource
      /** The last one that came, and of which words. */
      readonly preview: { readonly of: TemplateSource; readonly shown: TemplatePreview } | null
      readonly previewFailure: Problem | null
      readonly step: EditorStep
    }

export type ShownTemplate = Extract<TemplateState, { kind: 'shown' }>

export interface TemplatesPorts {
  readonly client: Pick<DeskPorts['client'], 'templates'>
  readonly after: DeskPorts['after']
}

interface TemplatesModel {
  readonly key: TemplateKey
  readonly changed: readonly TemplateKey[]
  readonly state: TemplateState
  /** True while the person is asked whether the office's own words may go. */
  readonly askingRestore: boolean
  load(): Promise<void>
  /** Words not saved yet are gone; whoever leads here asks first. */
  choose(part: Partial<TemplateKey>): void
  change(part: Partial<TemplateSource>): void
  undo(): void
  save(): Promise<void>
  askRestore(): void
  restore(): Promise<void>
  keep(): void
  refreshPreview(): Promise<void>
}

export const sameKey = (one: TemplateKey, other: TemplateKey): boolean =>
  one.purpose === other.purpose && one.channel === other.channel && one.locale === other.locale

const sameWords = (one: TemplateSource, other: TemplateSource): boolean =>
  one.subject === other.subject && one.heading === other.heading && one.body === other.body

export const isDirty = ({ draft, detail }: ShownTemplate): boolean => !sameWords(draft, detail.source)

/** What the office last found wrong; while someone types this may be a moment old. */
export const problemsIn = ({ preview }: ShownTemplate): readonly TemplateProblem[] => preview?.shown.problems ?? []

/** Words that the office has not looked at yet may be tried: it refuses what is wrong. */
export const mayBeSaved = (shown: ShownTemplate): boolean =>
  isDirty(shown) && (shown.preview?.of !== shown.draft || problemsIn(shown).length === 0)

/** `locale`: the language to begin with. */
export function createTemplatesModel(ports: TemplatesPorts, locale: Locale) {
  return createStore<TemplatesModel>()((set, get) => {
    let callOff = (): void => {}

    const shown = (): ShownTemplate | null => {
      const { state } = get()
      return state.kind === 'shown' ? state : null
    }
    const update = (part: Partial<ShownTemplate>): void => {
      const state = shown()
      if (state !== null) set({ state: { ...state, ...part } })
    }
    const edit = (draft: TemplateSource, step: EditorStep = { kind: 'editing' }): void => {
      if (shown()?.step.kind === 'saving') return
      update({ draft, step })
      callOff()
      callOff = ports.after(typingPauseMs, () => void get().refreshPreview())
    }

    const open = async (key: TemplateKey, step: EditorStep): Promise<void> => {
      callOff()
      try {
        const [changed, detail] = await Promise.all([ports.client.templates.changed(), ports.client.templates.get(key)])
        if (get().key !== key) return
        const before = shown()
        const preview = before !== null && sameWords(before.draft, detail.source) ? before.preview : null
        set({ changed, state: { kind: 'shown', detail, draft: detail.source, preview, previewFailure: null, step } })
        await get().refreshPreview()
      } catch (error) {
        if (get().key === key) set({ state: { kind: 'failed', failure: problemOf(error) } })
      }
    }

    return {
      key: { purpose: 'code_visit', channel: 'email', locale },
      changed: [],
      state: { kind: 'loading' },
      askingRestore: false,
      load: async () => {
        const key = { ...get().key }
        set({ key, state: { kind: 'loading' } })
        await open(key, { kind: 'editing' })
      },
      choose: (part) => {
        const key = { ...get().key, ...part }
        if (sameKey(key, get().key) || shown()?.step.kind === 'saving') return
        set({ key })
        void get().load()
      },
      change: (part) => {
        const state = shown()
        if (state !== null) edit({ ...state.draft, ...part })
      },
      undo: () => {
        const state = shown()
        if (state !== null) edit(state.detail.source)
      },
      save: async () => {
        const { key } = get()
        const state = shown()
        if (state === null || state.step.kind === 'saving' || !mayBeSaved(state)) return
        const { draft } = state
        update({ step: { kind: 'saving' } })
        try {
          const saved = await ports.client.templates.save({ key, source: draft })
          if (saved.outcome === 'done') return await open(key, { kind: 'saved' })
          update({ step: { kind: 'editing' } })
          await get().refreshPreview()
        } catch (error) {
          update({ step: { kind: 'failed', failure: problemOf(error) } })
        }
      },
      askRestore: () => set({ askingRestore: true }),
      restore: async () => {
        const { key } = get()
        set({ askingRestore: false })
        update({ step: { kind: 'saving' } })
        try {
          await ports.client.templates.restore(key)
          await open(key, { kind: 'restored' })
        } catch (error) {
          update({ step: { kind: 'failed', failure: problemOf(error) } })
        }
      },
      keep: () => set({ askingRestore: false }),
      refreshPreview: async () => {
        callOff()
        const { key } = get()
        const draft = shown()?.draft
        if (draft === undefined) return
        const current = (): boolean => get().key === key && shown()?.draft === draft
        try {
          const preview = await ports.client.templates.preview({ key, source: draft })
          if (current()) update({ preview: { of: draft, shown: preview }, previewFailure: null })
        } catch (error) {
          if (current()) update({ previewFailure: problemOf(error) })
        }
      },
    }
  })
}

export type TemplatesStore = ReturnType<typeof createTemplatesModel>
