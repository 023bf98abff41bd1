import { UnstyledButton } from '@mantine/core'
import { Delete } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import classes from './Keypad.module.css'

interface KeypadProps {
  readonly onKey: (character: string) => void
  readonly onErase: () => void
  /** A key beside the zero: `+` for phone numbers. */
  readonly extra?: '+' | '-' | undefined
  readonly disabled?: boolean
  readonly label: string
}

const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const

/** The large number pad. It stays left-to-right in every language, as keypads and phones do. */
export function Keypad({ onKey, onErase, extra, disabled = false, label }: KeypadProps) {
  const { t } = useTranslation()
  // The input keeps its focus and its caret: pressing a key here must not take them away.
  const keepFocus = (event: { preventDefault: () => void }) => event.preventDefault()
  const key = (character: string) => (
    <UnstyledButton
      key={character}
      className={classes.key}
      disabled={disabled}
      onMouseDown={keepFocus}
      onClick={() => onKey(character)}
    >
      {character}
    </UnstyledButton>
  )
  return (
    <fieldset aria-label={label} dir="ltr" className={classes.pad}>
      {digits.map(key)}
      {extra ? key(extra) : <span />}
      {key('0')}
      <UnstyledButton
        className={classes.key}
        disabled={disabled}
        aria-label={t('action.erase')}
        onMouseDown={keepFocus}
        onClick={onErase}
      >
        <Delete aria-hidden size={32} />
      </UnstyledButton>
    </fieldset>
  )
}
