import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { Challenge } from '../../../contract/verification.ts'
import { useClient } from '../../client/client-context.tsx'
import { Screen } from '../../ui/Screen.tsx'
import { useKioskFlow } from '../kiosk/kiosk-context.tsx'
import { AppCodeForm } from './AppCodeForm.tsx'
import { createAppCodeModel } from './app-code-view-model.ts'

/** The kiosk asks for the app's code. Offered to everyone alike, and refused alike. */
export function AppVerifyScreen({ challenge }: { readonly challenge: Challenge }) {
  const { t } = useTranslation(['identity', 'kiosk'])
  const client = useClient()
  const go = useKioskFlow((flow) => flow.go)
  const { challengeId } = challenge
  const [store] = useState(() =>
    createAppCodeModel(
      (code) => client.identity.verifyByApp({ challengeId, code }),
      (visitId) => go({ at: 'visit', visitId, page: { at: 'home' } }),
    ),
  )
  const { code, busy, submit, clear } = useStore(store)
  const [letters, setLetters] = useState(false)
  const otherKeys = () => {
    clear()
    setLetters(!letters)
  }
  const startAgain = () => {
    // The person is free at once; that the challenge is over can be told meanwhile, and it dies by itself anyway.
    void client.verification.cancel({ challengeId }).catch(() => undefined)
    go({ at: 'identify', account: null })
  }
  return (
    <Screen
      title={t('identity:app.title')}
      lead={t(letters ? 'identity:app.leadRecovery' : 'identity:app.lead')}
      onBack={startAgain}
      place="middle"
      width="wide"
      primary={{
        label: t('kiosk:verify.check'),
        onPress: () => void submit(),
        busy,
        disabled: code.trim().length < 6,
      }}
      secondary={
        <>
          <Button variant="default" onClick={startAgain}>
            {t('kiosk:verify.startAgain')}
          </Button>
          <Button variant="default" disabled={busy} onClick={otherKeys}>
            {t(letters ? 'identity:app.byDigits' : 'identity:app.byRecovery')}
          </Button>
        </>
      }
    >
      <AppCodeForm store={store} letters={letters} />
    </Screen>
  )
}
