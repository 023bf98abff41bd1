import { Button, Select, TextInput } from '@mantine/core'
import { Search } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './Filters.module.css'

interface FiltersProps {
  readonly search: ReactNode
  readonly children: ReactNode
  /** Null where nothing is filtered. */
  readonly onClear: (() => void) | null
}

/** A search field, and the filters below it in rows that wrap. */
export function Filters({ search, children, onClear }: FiltersProps) {
  const { t } = useTranslation('audit')
  return (
    <search className={classes.filters}>
      <div className={classes.row}>
        {search}
        <Button variant="subtle" disabled={onClear === null} onClick={() => onClear?.()}>
          {t('clear')}
        </Button>
      </div>
      <div className={classes.row}>{children}</div>
    </search>
  )
}

interface SearchFieldProps {
  readonly value: string
  readonly hint: string
  readonly onChange: (value: string) => void
}

export function SearchField({ value, hint, onChange }: SearchFieldProps) {
  const { t } = useTranslation('audit')
  return (
    <TextInput
      className={classes.search ?? ''}
      label={t('search')}
      placeholder={hint}
      leftSection={<Search aria-hidden size={20} />}
      maxLength={200}
      autoComplete="off"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

interface ChoiceProps {
  readonly label: string
  readonly value: string | null
  readonly choices: readonly { readonly value: string; readonly label: string }[]
  readonly onChange: (value: string | null) => void
}

/** One filter; its first choice takes it away. */
export function Choice({ label, value, choices, onChange }: ChoiceProps) {
  const { t } = useTranslation('audit')
  return (
    <Select
      className={classes.choice ?? ''}
      label={label}
      data={[{ value: '', label: t('any') }, ...choices]}
      value={value ?? ''}
      allowDeselect={false}
      searchable={choices.length > 12}
      maxDropdownHeight={320}
      onChange={(next) => onChange(next === '' ? null : next)}
    />
  )
}

interface DayRangeProps {
  readonly from: string
  readonly to: string
  readonly onChange: (changes: { readonly from?: string; readonly to?: string }) => void
}

export function DayRange({ from, to, onChange }: DayRangeProps) {
  const { t } = useTranslation('audit')
  return (
    <>
      <TextInput
        type="date"
        className={classes.day ?? ''}
        label={t('from')}
        max={to || undefined}
        value={from}
        onChange={(event) => onChange({ from: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        className={classes.day ?? ''}
        label={t('to')}
        min={from || undefined}
        value={to}
        onChange={(event) => onChange({ to: event.currentTarget.value })}
      />
    </>
  )
}
