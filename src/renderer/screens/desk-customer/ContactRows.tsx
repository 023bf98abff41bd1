import { ActionIcon, Button, TextInput } from '@mantine/core'
import { Plus, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import classes from './ContactRows.module.css'

interface ContactRowsProps {
  readonly kind: 'phones' | 'emails'
  readonly rows: readonly string[]
  /** The value that the office refused. */
  readonly bad: string | null
  readonly onChange: (rows: string[]) => void
}

const most = 10

/** The customer's phones or mail addresses, one row each; empty rows are not saved. */
export function ContactRows({ kind, rows, bad, onChange }: ContactRowsProps) {
  const { t } = useTranslation('desk')
  const phones = kind === 'phones'
  const refusal = bad === null ? null : t(phones ? 'form.refused.bad_phone' : 'form.refused.bad_email', { value: bad })
  return (
    <fieldset className={classes.rows}>
      <legend className={classes.legend}>{t(`form.${kind}`)}</legend>
      {rows.map((row, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place; two rows may hold the same text while typing.
        <div key={place} className={classes.row}>
          <TextInput
            className={classes.field ?? ''}
            aria-label={t('form.row', { label: t(`form.${kind}`), count: place + 1 })}
            dir="ltr"
            inputMode={phones ? 'tel' : 'email'}
            autoComplete="off"
            maxLength={phones ? 40 : 254}
            value={row}
            error={row.trim() !== '' && row.trim() === bad && refusal}
            onChange={(event) => onChange(rows.with(place, event.currentTarget.value))}
          />
          <ActionIcon
            aria-label={t('form.remove', { value: row })}
            onClick={() => onChange(rows.filter((_, other) => other !== place))}
          >
            <X aria-hidden size={20} />
          </ActionIcon>
        </div>
      ))}
      {rows.length < most && (
        <Button variant="subtle" leftSection={<Plus aria-hidden size={20} />} onClick={() => onChange([...rows, ''])}>
          {t(phones ? 'form.addPhone' : 'form.addEmail')}
        </Button>
      )}
    </fieldset>
  )
}
