import { Textarea } from '@mantine/core'
import classes from './WordsInput.module.css'

interface WordsInputProps {
  readonly label: string
  readonly description?: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly maxLength: number
  /** In a dialog, the field that has the focus first. */
  readonly first?: boolean
}

/** Several lines of someone's words, in whichever direction they are written (`base.css` sees to that). */
export function WordsInput({ label, description, value, onChange, maxLength, first = false }: WordsInputProps) {
  return (
    <Textarea
      label={label}
      {...(description ? { description } : {})}
      {...(first ? { 'data-autofocus': true } : {})}
      classNames={{ input: classes.input ?? '' }}
      maxLength={maxLength}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
