/** The office's own settings. */
import type { z } from 'zod'
import type { officeSettings } from '../../../contract/office.ts'
import { createDraftModel, type DraftState } from '../../client/draft-model.ts'
import type { DeskPorts } from '../desk/desk-ports.ts'

type OfficeSettings = z.infer<typeof officeSettings>

/** What is shown beside the settings and cannot be changed here. */
interface OfficeFacts {
  readonly region: string
  readonly currency: string
  readonly dayTakingsMinor: number
}

export type SettingsState = DraftState<OfficeSettings, OfficeFacts>

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

export function createSettingsModel({ client }: Pick<DeskPorts, 'client'>, onSaved: () => void) {
  return createDraftModel<OfficeSettings, OfficeFacts>({
    read: async () => {
      const { region, currency, dayTakingsMinor, ...saved } = await client.office.settings()
      return { saved, facts: { region, currency, dayTakingsMinor } }
    },
    write: (draft) => (mayBeSaved(draft) ? client.office.saveSettings(draft).then(onSaved) : null),
  })
}

export type SettingsStore = ReturnType<typeof createSettingsModel>
