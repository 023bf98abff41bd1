import { TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { type CountName, countBounds, isCountRight } from './limits-draft.ts'

interface CountInputProps {
  readonly name: CountName
  readonly text: string
  readonly disabled?: boolean
  readonly onChange: (text: string) => void
}

/** A whole number within the bounds of its limit, with what the limit is for. */
export function CountInput({ name, text, disabled = false, onChange }: CountInputProps) {
  const { t } = useTranslation(['messages', 'desk'])
  const wrong = !disabled && !isCountRight(name, text)
  return (
    <TextInput
      label={t(`limits.${name}`)}
      description={t(`limits.${name}More`)}
      dir="ltr"
      inputMode="numeric"
      autoComplete="off"
      maxLength={9}
      disabled={disabled}
      value={text}
      error={wrong && t('desk:settings.between', countBounds[name])}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
