import { UnstyledButton } from '@mantine/core'
import { Delete } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import classes from './Keyboard.module.css'
import { type KeyboardLayout, keyboardLayouts } from './keyboard-layouts.ts'

interface KeyboardProps {
  readonly onKey: (characters: string) => void
  readonly onErase: () => void
  readonly layout: KeyboardLayout
  readonly label: string
}

/** A dotted circle carries a vowel sign that can't stand alone. */
const face = (characters: string) => (/^\p{M}/u.test(characters) ? `\u25cc${characters}` : characters)

/** A plain on-screen keyboard. Its rows run left-to-right in every script, as on any keyboard. */
export function Keyboard({ onKey, onErase, layout, label }: KeyboardProps) {
  const { t } = useTranslation()
  // The input keeps its focus and its caret: pressing a key here must not take them away.
  const keepFocus = (event: { preventDefault: () => void }) => event.preventDefault()
  const rows = keyboardLayouts[layout]
  const key = (characters: string) => (
    <UnstyledButton
      key={characters}
      className={classes.key}
      data-wide={characters.length > 1}
      data-space={characters === ' '}
      aria-label={characters === ' ' ? t('action.space') : undefined}
      onMouseDown={keepFocus}
      onClick={() => onKey(characters)}
    >
      {face(characters)}
    </UnstyledButton>
  )
  return (
    <fieldset aria-label={label} dir="ltr" className={classes.board}>
      {rows.map((row, place) => (
        <div key={row.join('')} className={classes.row}>
          {row.map(key)}
          {place === rows.length - 1 && (
            <UnstyledButton
              className={classes.key}
              data-wide
              aria-label={t('action.erase')}
              onMouseDown={keepFocus}
              onClick={onErase}
            >
              <Delete aria-hidden size={28} />
            </UnstyledButton>
          )}
        </div>
      ))}
    </fieldset>
  )
}
