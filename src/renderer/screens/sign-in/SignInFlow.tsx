import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { useClient } from '../../client/client-context.tsx'
import { useLocale } from '../../i18n/use-locale.ts'
import { isPin } from '../../ui/pin.ts'
import { Screen } from '../../ui/Screen.tsx'
import { TouchKeyboard } from '../../ui/TouchKeyboard.tsx'
import { FactorStep } from './FactorStep.tsx'
import { ForgottenFlow } from './ForgottenFlow.tsx'
import { NewPasswordFields } from './NewPasswordFields.tsx'
import { PasswordStep } from './PasswordStep.tsx'
import { PinEntry } from './PinEntry.tsx'
import { RefusalMessage } from './RefusalMessage.tsx'
import { createSignInStore } from './sign-in-view-model.ts'

interface SignInFlowProps {
  readonly title: string
  readonly onSignedIn: () => Promise<void> | void
  /** Where a way back leads out of signing in: the kiosk's. */
  readonly onLeave?: (() => void) | undefined
  readonly aside?: ReactNode
  readonly secondary?: ReactNode
  /** Where there may be no keyboard but the one on screen. */
  readonly touchOnly?: boolean
}

const formId = 'sign-in'

/** Password, second factor, new password where one is due. The desk's door and the kiosk's staff button share it. */
export function SignInFlow({ title, onSignedIn, onLeave, aside, secondary, touchOnly = false }: SignInFlowProps) {
  const { t } = useTranslation(['staff', 'common'])
  const client = useClient()
  const spoken = useLocale()
  const locale = useRef(spoken)
  locale.current = spoken
  const [store] = useState(() => createSignInStore({ client, locale: () => locale.current, onSignedIn }))
  const model = useStore(store)
  const { at, secret, name, busy, refusal, load, back } = model
  const [same, setSame] = useState(false)
  useEffect(() => void load(), [load])

  const keyboard = touchOnly && <TouchKeyboard />
  const locked = refusal?.kind === 'locked'
  const signIn = { label: t('common:action.signIn'), busy }
  switch (at.step) {
    case 'forgotten':
      return <ForgottenFlow onLeave={back} keyboard={keyboard} />
    case 'pin':
      return (
        <Screen
          key="pin"
          title={at.who.name}
          lead={t(`common:role.${at.who.role}`)}
          onBack={back}
          place="middle"
          primary={{ ...signIn, onPress: () => void model.submit(), disabled: locked || !isPin(secret) }}
        >
          <PinEntry store={store} who={at.who} />
        </Screen>
      )
    case 'factor':
      return (
        <Screen
          key="factor"
          title={t('factor.title')}
          onBack={back}
          place="middle"
          primary={{ ...signIn, submits: formId, disabled: locked || secret === '' }}
        >
          <FactorStep id={formId} store={store} at={at} />
          {keyboard}
        </Screen>
      )
    case 'new_password':
      return (
        <Screen
          key="new"
          title={t('new.title')}
          lead={t('new.lead')}
          onBack={back}
          place="middle"
          primary={{ ...signIn, onPress: () => void model.submit(), disabled: !same }}
        >
          <NewPasswordFields value={secret} onChange={model.type} onRepeated={setSame} />
          <RefusalMessage refusal={refusal} what="password" onUnlock={model.unlock} />
          {keyboard}
        </Screen>
      )
    case 'password':
      return (
        <Screen
          key="password"
          title={title}
          lead={t('signIn.lead')}
          onBack={onLeave}
          aside={aside}
          secondary={secondary}
          place="middle"
          primary={{ ...signIn, submits: formId, disabled: locked || secret === '' || name.trim() === '' }}
        >
          <PasswordStep id={formId} store={store} />
          {keyboard}
        </Screen>
      )
  }
}
