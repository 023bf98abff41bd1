import { TextInput } from '@mantine/core'
import { type Ref, useState } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './MoneyInput.module.css'
import { decimalText, parseMoney } from './money.ts'
import { useMoneyFormat } from './money-context.tsx'

interface MoneyInputProps {
  readonly label: string
  /** Leaves the label to screen readers, where a table's heading already says it. */
  readonly labelHidden?: boolean
  readonly description?: string
  /** Minor units; null while nothing readable is typed. */
  readonly valueMinor: number | null
  readonly onChange: (valueMinor: number | null) => void
  readonly onEnter?: () => void
  readonly onLeave?: () => void
  readonly disabled?: boolean
  readonly autoFocus?: boolean
  readonly inputRef?: Ref<HTMLInputElement>
}

/** An amount typed as a decimal and handed on as minor units, left-to-right in every language. */
export function MoneyInput(props: MoneyInputProps) {
  const { label, labelHidden = false, valueMinor, onChange, onEnter } = props
  const { t } = useTranslation('desk')
  const { currency, digits } = useMoneyFormat()
  const [text, setText] = useState(valueMinor === null ? '' : decimalText(valueMinor, digits))

  const typed = parseMoney(text, digits)
  const typedMinor = typed.outcome === 'done' ? typed.amountMinor : null
  // The value moved without the keyboard (a quick amount, a new spread), so the text follows it.
  const shown = typedMinor === valueMinor ? text : valueMinor === null ? '' : decimalText(valueMinor, digits)
  const refused = shown === text && typed.outcome === 'refused' && typed.reason !== 'empty' ? typed.reason : null

  const take = (next: string) => {
    setText(next)
    const parsed = parseMoney(next, digits)
    onChange(parsed.outcome === 'done' ? parsed.amountMinor : null)
  }

  return (
    <TextInput
      {...(labelHidden ? { 'aria-label': label } : { label })}
      {...(props.description ? { description: props.description } : {})}
      {...(props.inputRef ? { ref: props.inputRef } : {})}
      classNames={{ input: classes.input ?? '' }}
      dir="ltr"
      inputMode="decimal"
      autoComplete="off"
      maxLength={24}
      value={shown}
      onChange={(event) => take(event.currentTarget.value)}
      onFocus={(event) => event.currentTarget.select()}
      {...(props.onLeave ? { onBlur: props.onLeave } : {})}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !onEnter) return
        event.preventDefault()
        onEnter()
      }}
      rightSection={<span className={classes.currency}>{currency}</span>}
      rightSectionPointerEvents="none"
      rightSectionWidth={56}
      disabled={props.disabled ?? false}
      autoFocus={props.autoFocus ?? false}
      {...(props.autoFocus ? { 'data-autofocus': true } : {})}
      error={refused && t(`money.${refused}`)}
    />
  )
}
