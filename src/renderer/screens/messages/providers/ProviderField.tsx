import { PasswordInput, Select, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ProviderView } from '../../../../contract/providers.ts'
import { keepEscape } from '../keep-escape.ts'
import { MicrosInput } from '../MicrosInput.tsx'
import { type FieldName, isSmtp, type ProviderDraft, securities } from './provider-draft.ts'
import type { FieldFault } from './provider-faults.ts'
import { useFieldWords } from './use-field-words.ts'

interface ProviderFieldProps {
  readonly field: FieldName
  readonly draft: ProviderDraft
  readonly fault: FieldFault | null
  readonly secretState: ProviderView['secret']
  readonly onType: (text: string) => void
}

/** One field of a provider, drawn as what it holds. */
export function ProviderField({ field, draft, fault, secretState, onType }: ProviderFieldProps) {
  const { t } = useTranslation('messages')
  const { label, more, error } = useFieldWords(field, draft, fault)
  const value = draft.fields[field]
  const common = { label, error, ...(more ? { description: more } : {}) }
  if (field === 'secret') {
    const unreadable = secretState === 'unreadable' && value === ''
    return (
      <PasswordInput
        {...common}
        error={error ?? (unreadable ? t('secret.unreadable') : null)}
        dir="ltr"
        autoComplete="new-password"
        maxLength={1000}
        placeholder={secretState === 'stored' ? t('secret.keep') : ''}
        visibilityToggleButtonProps={{ 'aria-label': t('secret.show') }}
        value={value}
        onChange={(event) => onType(event.currentTarget.value)}
      />
    )
  }
  if (field === 'security') {
    return (
      <Select
        {...common}
        allowDeselect={false}
        onKeyDown={keepEscape}
        data={securities.map((each) => ({ value: each, label: t(`security.${each}`) }))}
        value={value}
        onChange={(chosen) => chosen && onType(chosen)}
      />
    )
  }
  if (field === 'lowBalance') {
    const currency = draft.preset === 'kavenegar' ? 'IRR' : ''
    return (
      <MicrosInput label={label} description={more} text={value} onChange={onType} currency={currency} error={error} />
    )
  }
  return (
    <TextInput
      {...common}
      {...(field === 'name' ? {} : { dir: 'ltr' as const })}
      autoComplete="off"
      spellCheck={false}
      inputMode={field === 'port' ? 'numeric' : field === 'user' && isSmtp(draft.preset) ? 'email' : 'text'}
      maxLength={field === 'name' ? 60 : 500}
      value={value}
      onChange={(event) => onType(event.currentTarget.value)}
    />
  )
}
