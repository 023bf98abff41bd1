import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { Challenge } from '../../../contract/verification.ts'
import { useClient } from '../../client/client-context.tsx'
import { Screen } from '../../ui/Screen.tsx'
import { useAwaitingCode } from '../inbox/inbox-store.ts'
import { useKioskFlow } from '../kiosk/kiosk-context.tsx'
import type { RegisterDraft } from '../kiosk-register/register-view-model.ts'
import { CodeOver } from './CodeOver.tsx'
import { EnterCode } from './EnterCode.tsx'
import { ResendButton } from './ResendButton.tsx'
import { createVerifyStore, isLocked } from './verify-view-model.ts'

interface VerifyScreenProps {
  readonly first: Challenge
  /** Set where the code proves a newcomer's contact. */
  readonly draft: RegisterDraft | null
}

/** Asks for the code. An unknown contact gets the very same screen: nothing here tells them apart. */
export function VerifyScreen({ first, draft }: VerifyScreenProps) {
  const { t } = useTranslation(['kiosk', 'common', 'identity'])
  const client = useClient()
  const go = useKioskFlow((flow) => flow.go)
  const [store] = useState(() =>
    createVerifyStore({
      client,
      challenge: first,
      onVerified: (visitId) => go({ at: 'visit', visitId, page: { at: 'home' } }),
      onChoose: (challengeId, customers) => go({ at: 'choose', challengeId, customers }),
    }),
  )
  const { state, challenge, verify, resend } = useStore(store)
  useAwaitingCode(state.step === 'entering' || state.step === 'resending')

  const changeContact = () => {
    // The person is free at once; that the old code is ended too can be told meanwhile, and it dies by itself anyway.
    void client.verification.cancel({ challengeId: challenge.challengeId }).catch(() => undefined)
    go(draft === null ? { at: 'identify', account: null } : { at: 'register', draft })
  }
  const change = (
    <Button variant="default" onClick={changeContact}>
      {t('verify.change')}
    </Button>
  )
  if (state.step === 'over') {
    const canResend = state.over.kind === 'expired' || state.over.kind === 'superseded'
    return (
      <Screen
        key="over"
        title={t('verify.title')}
        place="middle"
        primary={
          canResend
            ? { label: t('verify.newCode'), onPress: () => void resend() }
            : { label: t('verify.startAgain'), onPress: changeContact }
        }
        secondary={canResend ? change : undefined}
      >
        <CodeOver over={state.over} notice={state.notice} />
      </Screen>
    )
  }
  const code = state.step === 'entering' || state.step === 'verifying' ? state.code : ''
  return (
    <Screen
      key="enter"
      title={t('verify.title')}
      lead={draft === null ? t(challenge.already ? 'verify.already' : 'verify.neutral') : t('identity:register.sent')}
      onBack={changeContact}
      place="middle"
      width="wide"
      primary={{
        label: t('verify.check'),
        onPress: () => void verify(code),
        busy: state.step === 'verifying' || state.step === 'done',
        disabled: code.length < challenge.digits || isLocked(state),
      }}
      secondary={
        <>
          <ResendButton
            resendAtMs={challenge.resendAtMs}
            busy={state.step === 'resending'}
            onPress={() => void resend()}
          />
          {change}
          {draft === null && (
            <Button variant="default" onClick={() => go({ at: 'verify_app', challenge })}>
              {t('identity:app.use')}
            </Button>
          )}
        </>
      }
    >
      <EnterCode store={store} />
    </Screen>
  )
}
