import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useClient } from '../../client/client-context.tsx'
import { Screen } from '../../ui/Screen.tsx'
import { useKioskFlow } from '../kiosk/kiosk-context.tsx'
import { AuthenticatorPanel } from './AuthenticatorPanel.tsx'
import { createAuthenticatorModel } from './authenticator-view-model.ts'

/** The kiosk's page for the customer's authenticator app. */
export function AuthenticatorScreen({ visitId }: { readonly visitId: string }) {
  const { t } = useTranslation('identity')
  const client = useClient()
  const open = useKioskFlow((flow) => flow.open)
  const [store] = useState(() => createAuthenticatorModel(client, visitId))
  return (
    <Screen title={t('authenticator.title')} onBack={() => open({ at: 'details' })} width="wide">
      <AuthenticatorPanel store={store} />
    </Screen>
  )
}
