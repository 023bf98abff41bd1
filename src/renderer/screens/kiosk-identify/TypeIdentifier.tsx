import { TextInput } from '@mantine/core'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { Keyboard } from '../../ui/Keyboard.tsx'
import { Keypad } from '../../ui/Keypad.tsx'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { useTypeAnywhere } from '../../ui/use-type-anywhere.ts'
import type { IdentifierKind, IdentifyStore } from './identify-view-model.ts'
import { SendRefusalMessage } from './SendRefusalMessage.tsx'
import classes from './TypeIdentifier.module.css'

const anyCharacter = /^.$/u

interface TypeIdentifierProps {
  readonly store: IdentifyStore
  readonly kind: IdentifierKind
}

/** The field and the keys for it. A real keyboard or a scanner types into the same field. */
export function TypeIdentifier({ store, kind }: TypeIdentifierProps) {
  const { t } = useTranslation('kiosk')
  const { state, type, press, erase, submit } = useStore(store)
  const field = useRef<HTMLInputElement>(null)
  useTypeAnywhere(field, anyCharacter)
  if (state.step !== 'which' && state.step !== 'sending') return null
  const fault = state.step === 'which' ? state.fault : null
  return (
    <form
      className={classes.form}
      data-kind={kind}
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <div className={classes.answer}>
        <TextInput
          ref={field}
          aria-label={t(`identify.ask.${kind}`)}
          classNames={{ input: classes.input ?? '' }}
          dir="ltr"
          inputMode="none"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          autoFocus
          readOnly={state.step === 'sending'}
          value={state.text}
          onChange={(event) => type(event.currentTarget.value)}
        />
        <div className={classes.fault} aria-live="assertive">
          {fault?.kind === 'refused' && <SendRefusalMessage refusal={fault.refusal} />}
          {fault?.kind === 'problem' && <ProblemMessage problem={fault.problem} />}
        </div>
      </div>
      {kind === 'phone' ? (
        <Keypad label={t('keys.numbers')} onKey={press} onErase={erase} extra="+" />
      ) : (
        <Keyboard label={t('keys.letters')} layout={kind} onKey={press} onErase={erase} />
      )}
    </form>
  )
}
