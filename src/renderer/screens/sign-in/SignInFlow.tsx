import { Button } from '@mantine/core'
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { useClient } from '../../client/client-context.tsx'
import { LoadingRows } from '../../ui/LoadingRows.tsx'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { isPin } from '../../ui/pin.ts'
import { Screen } from '../../ui/Screen.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { PinEntry } from './PinEntry.tsx'
import { StaffNames } from './StaffNames.tsx'
import { createSignInStore } from './sign-in-view-model.ts'

interface SignInFlowProps {
  readonly title: string
  readonly onSignedIn: () => Promise<void> | void
  /** Where a way back leads out of signing in: the kiosk's. */
  readonly onLeave?: (() => void) | undefined
  readonly aside?: ReactNode
  readonly secondary?: ReactNode
}

/** Who is at the desk, then their PIN. The desk's door and the kiosk's staff button share it. */
export function SignInFlow({ title, onSignedIn, onLeave, aside, secondary }: SignInFlowProps) {
  const { t } = useTranslation()
  const client = useClient()
  const [store] = useState(() => createSignInStore(client, onSignedIn))
  const { state, load, choose, back, submit } = useStore(store)
  useEffect(() => void load(), [load])

  if (state.step === 'typing') {
    const locked = state.refusal?.kind === 'locked'
    return (
      <Screen
        key="pin"
        title={state.who.name}
        lead={t(`role.${state.who.role}`)}
        onBack={back}
        place="middle"
        primary={{
          label: t('action.signIn'),
          onPress: () => void submit(),
          busy: state.checking,
          disabled: locked || !isPin(state.pin),
        }}
      >
        <PinEntry store={store} />
      </Screen>
    )
  }
  return (
    <Screen
      key="who"
      title={title}
      lead={t('signIn.who')}
      onBack={onLeave}
      aside={aside}
      secondary={secondary}
      place="middle"
    >
      {state.step === 'loading' && <LoadingRows rows={3} />}
      {state.step === 'failed' && <ProblemMessage problem={state.problem} onRetry={() => void load()} />}
      {state.step === 'choosing' && state.staff.length > 0 && <StaffNames staff={state.staff} onChoose={choose} />}
      {state.step === 'choosing' && state.staff.length === 0 && (
        <StateMessage
          tone="empty"
          size="page"
          title={t('signIn.nobody')}
          action={<Button onClick={() => void load()}>{t('action.refresh')}</Button>}
        >
          {t('signIn.nobodyMore')}
        </StateMessage>
      )}
    </Screen>
  )
}
