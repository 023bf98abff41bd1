/** The office's own settings. */

import type { z } from 'zod'
import { createStore } from 'zustand/vanilla'
import type { officeSettings } from '../../../contract/office.ts'
import { type Problem, problemOf } from '../../client/problem.ts'
import type { DeskPorts } from '../desk/desk-ports.ts'

type OfficeSettings = z.infer<typeof officeSettings>

/** What is shown beside the settings and cannot be changed here. */
interface OfficeFacts {
  readonly region: string
  readonly currency: string
  readonly dayTakingsMinor: number
}

export type SettingsState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly failure: Problem }
  | {
      readonly kind: 'shown'
      readonly saved: OfficeSettings
      readonly draft: OfficeSettings
      readonly facts: OfficeFacts
      readonly step:
        | { readonly kind: 'editing' }
        | { readonly kind: 'saving' }
        | { readonly kind: 'saved' }
        | { readonly kind: 'failed'; readonly failure: Problem }
    }

interface SettingsModel {
  readonly state: SettingsState
  load(): Promise<void>
  change(part: Partial<OfficeSettings>): void
  undo(): void
  save(): Promise<void>
}

/** The same bounds as the contract's, so that the clerk hears of them before the office does. */
export const settingBounds = {
  kioskIdleSeconds: { min: 15, max: 600 },
  kioskWarningSeconds: { min: 5, max: 60 },
  codeDigits: { min: 4, max: 10 },
  autoLockMinutes: { min: 1, max: 480 },
} as const

export function mayBeSaved(draft: OfficeSettings): boolean {
  const within = (value: number, { min, max }: { min: number; max: number }) =>
    Number.isInteger(value) && value >= min && value <= max
  return (
    draft.name.trim() !== '' &&
    within(draft.kioskIdleSeconds, settingBounds.kioskIdleSeconds) &&
    within(draft.kioskWarningSeconds, settingBounds.kioskWarningSeconds) &&
    within(draft.codeDigits, settingBounds.codeDigits) &&
    within(draft.autoLockMinutes, settingBounds.autoLockMinutes)
  )
}

export function createSettingsModel(ports: Pick<DeskPorts, 'client'>, onSaved: () => void) {
  return createStore<SettingsModel>()((set, get) => {
    const edit = (draft: (saved: OfficeSettings, draft: OfficeSettings) => OfficeSettings) => {
      const { state } = get()
      if (state.kind !== 'shown' || state.step.kind === 'saving') return
      set({ state: { ...state, draft: draft(state.saved, state.draft), step: { kind: 'editing' } } })
    }
    return {
      state: { kind: 'loading' },
      load: async () => {
        set({ state: { kind: 'loading' } })
        try {
          const { region, currency, dayTakingsMinor, ...saved } = await ports.client.office.settings()
          const facts = { region, currency, dayTakingsMinor }
          set({ state: { kind: 'shown', saved, draft: saved, facts, step: { kind: 'editing' } } })
        } catch (error) {
          set({ state: { kind: 'failed', failure: problemOf(error) } })
        }
      },
      change: (part) => edit((_saved, draft) => ({ ...draft, ...part })),
      undo: () => edit((saved) => saved),
      save: async () => {
        const { state } = get()
        if (state.kind !== 'shown' || state.step.kind === 'saving' || !mayBeSaved(state.draft)) return
        set({ state: { ...state, step: { kind: 'saving' } } })
        try {
          await ports.client.office.saveSettings(state.draft)
          set({ state: { ...state, saved: state.draft, step: { kind: 'saved' } } })
          onSaved()
        } catch (error) {
          set({ state: { ...state, step: { kind: 'failed', failure: problemOf(error) } } })
        }
      },
    }
  })
}

export type SettingsStore = ReturnType<typeof createSettingsModel>
