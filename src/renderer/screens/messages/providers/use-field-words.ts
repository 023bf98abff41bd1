import { useTranslation } from 'react-i18next'
import type { FieldName, Preset, ProviderDraft } from './provider-draft.ts'
import type { FieldFault } from './provider-faults.ts'

interface FieldWords {
  readonly label: string
  /** What stands under the field; empty where the label says it all. */
  readonly more: string
  readonly error: string | null
}

/** The fields that each provider calls by a name of its own. */
const userNames: Readonly<Partial<Record<Preset, 'gmail' | 'office365' | 'ses'>>> = {
  gmail: 'gmail',
  office365: 'office365',
  ses: 'ses',
}

/** What a field is called where this provider's own pages call it so, what belongs in it, and what is wrong with it. */
export function useFieldWords(field: FieldName, { preset }: ProviderDraft, fault: FieldFault | null): FieldWords {
  const { t } = useTranslation('messages')
  const error = fault === null ? null : fault === 'malformed' ? t(`malformed.${field}`) : t(`fault.${fault}`)
  if (field === 'secret') return { label: t(`fieldSecret.${preset}`), more: t(`fieldSecretMore.${preset}`), error }
  const userName = userNames[preset]
  if (field === 'user' && userName) return { label: t(`fieldUser.${userName}`), more: '', error }
  if (field === 'host' && preset === 'ses') return { label: t('field.host'), more: t('fieldMore.hostSes'), error }
  if (field === 'from' && preset === 'sendgrid')
    return { label: t('field.from'), more: t('fieldMore.fromSendgrid'), error }
  return { label: t(`field.${field}`), more: t(`fieldMore.${field}`), error }
}
