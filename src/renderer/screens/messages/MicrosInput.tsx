import { TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import classes from './MicrosInput.module.css'
import { parseMicros } from './micros.ts'

interface MicrosInputProps {
  readonly label: string
  readonly description?: string
  /** As typed; `parseMicros` reads it. */
  readonly text: string
  readonly onChange: (text: string) => void
  /** ISO 4217, or empty where nobody knows it. */
  readonly currency: string
  readonly error?: string | null
}

/** A small amount typed as a decimal: left-to-right in every language, with its currency at the end. */
export function MicrosInput({ label, description, text, onChange, currency, error }: MicrosInputProps) {
  const { t } = useTranslation('desk')
  const parsed = parseMicros(text)
  const refused = parsed.outcome === 'refused' && parsed.reason !== 'empty' ? parsed.reason : null
  return (
    <TextInput
      label={label}
      {...(description ? { description } : {})}
      classNames={{ input: classes.input ?? '' }}
      dir="ltr"
      inputMode="decimal"
      autoComplete="off"
      maxLength={24}
      value={text}
      onChange={(event) => onChange(event.currentTarget.value)}
      rightSection={<span className={classes.currency}>{currency}</span>}
      rightSectionPointerEvents="none"
      rightSectionWidth={56}
      error={refused ? t(`money.${refused}`) : error}
    />
  )
}
