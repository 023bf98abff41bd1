/** Adding or changing one provider. What is wrong with a field is said at that field, whoever found it. */
import { createStore } from 'zustand/vanilla'
import type { ProviderView } from '../../../../contract/providers.ts'
import type { Client } from '../../../client/client.ts'
import { type Problem, problemOf } from '../../../client/problem.ts'
import { moreFields } from './preset-fields.ts'
import { type FieldName, fieldNames, type ProviderDraft, settingsOf, withField } from './provider-draft.ts'
import { type Faults, faultsOf } from './provider-faults.ts'

type SaveRefusal = 'not_found' | 'secrets_unavailable' | 'malformed'

export type FormStep =
  | { readonly kind: 'editing' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'refused'; readonly reason: SaveRefusal }
  | { readonly kind: 'failed'; readonly failure: Problem }

interface ProviderFormModel {
  readonly draft: ProviderDraft
  readonly step: FormStep
  readonly faults: Faults
  readonly more: boolean
  type(field: FieldName, text: string): void
  enable(enabled: boolean): void
  showMore(more: boolean): void
  /** Says what is wrong at its field; true where nothing is. */
  check(): boolean
  save(): Promise<void>
  dirty(): boolean
}

interface FormPorts {
  readonly client: { readonly providers: Pick<Client['providers'], 'save'> }
}

interface FormStart {
  readonly draft: ProviderDraft
  /** Null for a new provider. */
  readonly view: Pick<ProviderView, 'providerId' | 'secret'> | null
}

export function createProviderFormModel(ports: FormPorts, start: FormStart, onSaved: (name: string) => void) {
  return createStore<ProviderFormModel>()((set, get) => {
    const { view } = start
    const blame = (faults: Faults) => {
      const hidden = moreFields(start.draft.preset).some((field) => faults[field])
      set({ faults, more: get().more || hidden })
    }
    const change = (draft: ProviderDraft, field?: FieldName) => {
      if (get().step.kind === 'saving') return
      const faults = field ? { ...get().faults, [field]: undefined } : get().faults
      set({ draft, faults, step: { kind: 'editing' } })
    }
    const refuse = (reason: SaveRefusal | 'secret_missing', field: string | undefined) => {
      const name = reason === 'secret_missing' ? 'secret' : fieldNames.find((each) => field?.startsWith(each))
      if (name === undefined || (reason !== 'malformed' && reason !== 'secret_missing')) {
        return set({ step: { kind: 'refused', reason: reason === 'secret_missing' ? 'malformed' : reason } })
      }
      set({ step: { kind: 'editing' } })
      blame({ [name]: reason === 'secret_missing' ? 'missing' : 'malformed' })
    }
    return {
      draft: start.draft,
      step: { kind: 'editing' },
      faults: {},
      more: false,
      type: (field, text) => change(withField(get().draft, field, text), field),
      enable: (enabled) => change({ ...get().draft, enabled }),
      showMore: (more) => set({ more }),
      check: () => {
        const faults = faultsOf(get().draft, view?.secret === 'stored')
        blame(faults)
        return Object.keys(faults).length === 0
      },
      save: async () => {
        const { draft, step, check } = get()
        if (step.kind === 'saving' || !check()) return
        set({ step: { kind: 'saving' } })
        const { secret } = draft.fields
        try {
          const outcome = await ports.client.providers.save({
            settings: settingsOf(draft),
            ...(view ? { providerId: view.providerId } : {}),
            ...(secret === '' ? {} : { secret }),
          })
          if (outcome.outcome === 'refused') return refuse(outcome.reason, outcome.field)
          onSaved(draft.fields.name.trim())
        } catch (error) {
          set({ step: { kind: 'failed', failure: problemOf(error) } })
        }
      },
      dirty: () => JSON.stringify(get().draft) !== JSON.stringify(start.draft),
    }
  })
}

export type ProviderFormStore = ReturnType<typeof createProviderFormModel>
