import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { StaffMember } from '../../../contract/session.ts'
import { Keypad } from '../../ui/Keypad.tsx'
import { PinField } from '../../ui/PinField.tsx'
import { digitKey, useTypeAnywhere } from '../../ui/use-type-anywhere.ts'
import classes from './PinEntry.module.css'
import { RefusalMessage } from './RefusalMessage.tsx'
import type { SignInStore } from './sign-in-view-model.ts'

/** The PIN and its keypad, and in words what became of the last try. */
export function PinEntry({ store, who }: { readonly store: SignInStore; readonly who: StaffMember }) {
  const { t } = useTranslation()
  const { secret, busy, refusal, type, submit, unlock } = useStore(store)
  const field = useRef<HTMLInputElement>(null)
  useTypeAnywhere(field, digitKey)
  const locked = refusal?.kind === 'locked'
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
        label={t('signIn.pinFor', { name: who.name })}
        value={secret}
        onChange={type}
        inputMode="none"
        disabled={locked}
        autoFocus
      />
      <div className={classes.refusal}>
        <RefusalMessage refusal={refusal} what="pin" onUnlock={unlock} />
      </div>
      <Keypad
        label={t('signIn.keypad')}
        onKey={(digit) => type(secret + digit)}
        onErase={() => type(secret.slice(0, -1))}
        disabled={busy || locked}
      />
    </form>
  )
}
