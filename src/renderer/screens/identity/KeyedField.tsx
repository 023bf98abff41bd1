import { TextInput } from '@mantine/core'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocale } from '../../i18n/use-locale.ts'
import { useDensity } from '../../ui/Density.tsx'
import { asciiDigits } from '../../ui/digits.ts'
import { Keyboard } from '../../ui/Keyboard.tsx'
import { Keypad } from '../../ui/Keypad.tsx'
import { useTypeAnywhere } from '../../ui/use-type-anywhere.ts'
import classes from './identity.module.css'

interface KeyedFieldProps {
  readonly label: string
  /** Which keys a kiosk shows under the field; a desk has its own. */
  readonly keys: 'words' | 'phone' | 'email' | 'account'
  readonly value: string
  readonly maxLength: number
  readonly busy: boolean
  readonly onChange: (value: string) => void
  readonly onEnter: () => void
}

const anyCharacter = /^.$/u

/** A field of its own, with the keys for it where the screen is a kiosk. */
export function KeyedField({ label, keys, value, maxLength, busy, onChange, onEnter }: KeyedFieldProps) {
  const { t } = useTranslation('kiosk')
  const locale = useLocale()
  const kiosk = useDensity() === 'kiosk'
  const field = useRef<HTMLInputElement>(null)
  useTypeAnywhere(field, anyCharacter, kiosk)
  const take = (text: string) => onChange((keys === 'phone' ? asciiDigits(text) : text).slice(0, maxLength))
  const erase = () => take([...value].slice(0, -1).join(''))
  const press = (characters: string) => take(value + characters)
  return (
    <form
      className={classes.panel}
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault()
        onEnter()
      }}
    >
      <TextInput
        ref={field}
        label={label}
        {...(keys === 'words' ? {} : { dir: 'ltr' })}
        {...(kiosk ? { inputMode: 'none' as const } : {})}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        autoFocus
        readOnly={busy}
        maxLength={maxLength}
        value={value}
        onChange={(event) => take(event.currentTarget.value)}
      />
      {kiosk && keys === 'phone' && <Keypad label={t('keys.numbers')} onKey={press} onErase={erase} extra="+" />}
      {kiosk && keys !== 'phone' && (
        <Keyboard
          label={t('keys.letters')}
          layout={keys === 'words' ? `words-${locale}` : keys}
          onKey={press}
          onErase={erase}
        />
      )}
    </form>
  )
}
