import { TextInput } from '@mantine/core'
import { type ReactNode, useRef } from 'react'
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
  readonly keys: 'words' | 'phone' | 'digits' | 'email' | 'account'
  readonly value: string
  readonly maxLength: number
  readonly busy: boolean
  readonly onChange: (value: string) => void
  readonly onEnter: () => void
  /** Over the field, and not over its keys: what was wrong. */
  readonly above?: ReactNode
}

const anyCharacter = /^.$/u

/** A field of its own, with the keys for it where the screen is a kiosk. */
export function KeyedField({ label, keys, value, maxLength, busy, onChange, onEnter, above }: KeyedFieldProps) {
  const { t } = useTranslation('kiosk')
  const locale = useLocale()
  const kiosk = useDensity() === 'kiosk'
  const field = useRef<HTMLInputElement>(null)
  useTypeAnywhere(field, anyCharacter, kiosk)
  const pad = keys === 'phone' || keys === 'digits'
  const take = (text: string) => onChange((pad ? asciiDigits(text) : text).slice(0, maxLength))
  const erase = () => take([...value].slice(0, -1).join(''))
  const press = (characters: string) => take(value + characters)
  const keyboard = pad ? (
    <Keypad label={t('keys.numbers')} onKey={press} onErase={erase} {...(keys === 'phone' ? { extra: '+' } : {})} />
  ) : (
    <Keyboard
      label={t('keys.letters')}
      layout={keys === 'words' ? `words-${locale}` : keys}
      onKey={press}
      onErase={erase}
    />
  )
  return (
    <form
      className={keys === 'digits' ? classes.pair : classes.panel}
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault()
        onEnter()
      }}
    >
      <div className={keys === 'digits' ? classes.part : classes.panel}>
        {above}
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
      </div>
      {kiosk && keyboard}
    </form>
  )
}
