import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { Countdown } from '../../ui/Countdown.tsx'
import { Keypad } from '../../ui/Keypad.tsx'
import { PinField } from '../../ui/PinField.tsx'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { digitKey, useTypeAnywhere } from '../../ui/use-type-anywhere.ts'
import classes from './PinEntry.module.css'
import type { SignInStore } from './sign-in-view-model.ts'

/** The PIN and its keypad, and in words what became of the last try. */
export function PinEntry({ store }: { readonly store: SignInStore }) {
  const { t } = useTranslation()
  const { state, type, press, erase, submit, unlock } = useStore(store)
  const field = useRef<HTMLInputElement>(null)
  useTypeAnywhere(field, digitKey)
  if (state.step !== 'typing') return null
  const { refusal } = state
  return (
    <form
      className={classes.entry}
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <PinField
        ref={field}
        label={t('signIn.pinFor', { name: state.who.name })}
        value={state.pin}
        onChange={type}
        inputMode="none"
        disabled={refusal?.kind === 'locked'}
        autoFocus
      />
      <div className={classes.refusal} aria-live="assertive">
        {refusal?.kind === 'wrong' && (
          <StateMessage tone="error" title={t('signIn.wrong', { count: refusal.triesLeft })} />
        )}
        {refusal?.kind === 'locked' && (
          <StateMessage tone="warning" title={t('signIn.locked')}>
            {t('signIn.lockedMore')} <Countdown toMs={refusal.untilMs} onEnd={unlock} />
          </StateMessage>
        )}
        {refusal?.kind === 'problem' && <ProblemMessage problem={refusal.problem} />}
      </div>
      <Keypad
        label={t('signIn.keypad')}
        onKey={press}
        onErase={erase}
        disabled={state.checking || refusal?.kind === 'locked'}
      />
    </form>
  )
}
