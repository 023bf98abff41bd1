import { TextInput } from '@mantine/core'
import type { ReactNode, Ref } from 'react'
import { onlyDigits } from './digits.ts'
import classes from './PinField.module.css'
import { pinDigits } from './pin.ts'

interface PinFieldProps {
  readonly label: string
  readonly ref?: Ref<HTMLInputElement>
  readonly value: string
  readonly onChange: (value: string) => void
  readonly description?: ReactNode
  readonly error?: ReactNode
  readonly disabled?: boolean
  readonly autoFocus?: boolean
  /** `none` where our own keypad is on the screen. */
  readonly inputMode?: 'numeric' | 'none'
}

/** A staff PIN: dots instead of digits, digits of every script, 4 to 8 of them. */
export function PinField({ value, onChange, inputMode = 'numeric', ...rest }: PinFieldProps) {
  return (
    <TextInput
      {...rest}
      type="password"
      dir="ltr"
      autoComplete="off"
      inputMode={inputMode}
      maxLength={pinDigits.max}
      value={value}
      onChange={(event) => onChange(onlyDigits(event.currentTarget.value).slice(0, pinDigits.max))}
      classNames={{ input: classes.input ?? '', root: classes.root ?? '' }}
    />
  )
}
