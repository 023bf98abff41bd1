import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { useClient } from '../../client/client-context.tsx'
import { localeOf } from '../../i18n/i18n.ts'
import { useOffice } from '../../office-context.tsx'
import { Screen } from '../../ui/Screen.tsx'
import { useKioskFlow } from '../kiosk/kiosk-context.tsx'
import { ByWhat } from './ByWhat.tsx'
import { ChooseChannel } from './ChooseChannel.tsx'
import { createIdentifyStore, isComplete } from './identify-view-model.ts'
import { TypeIdentifier } from './TypeIdentifier.tsx'

/** Asks who it is, one question at a time, and sends the code. */
export function IdentifyScreen({ scanned }: { readonly scanned: string | null }) {
  const { t, i18n } = useTranslation(['kiosk', 'common', 'identity'])
  const client = useClient()
  const { channels } = useOffice()
  const go = useKioskFlow((flow) => flow.go)
  const [store] = useState(() =>
    createIdentifyStore({
      client,
      channels,
      locale: () => localeOf(i18n.language),
      onSent: (challenge, byApp) => go({ at: byApp ? 'verify_app' : 'verify', challenge }),
    }),
  )
  const { state, back, submit, scan } = useStore(store)
  useEffect(() => {
    if (scanned !== null) void scan(scanned)
  }, [scanned, scan])

  const goBack = () => {
    if (!back()) go({ at: 'welcome' })
  }
  if (state.step === 'by_what') {
    return (
      <Screen
        key="by_what"
        title={t('identify.title')}
        lead={t('identify.lead')}
        onBack={goBack}
        place="middle"
        secondary={
          <Button variant="default" onClick={() => go({ at: 'register', draft: null })}>
            {t('identity:register.new')}
          </Button>
        }
      >
        <ByWhat store={store} />
      </Screen>
    )
  }
  if (state.step === 'channel') {
    return (
      <Screen key="channel" title={t('identify.channelTitle')} onBack={goBack} place="middle">
        <ChooseChannel store={store} />
      </Screen>
    )
  }
  const sending = state.step === 'sending'
  return (
    <Screen
      key="which"
      title={t(`identify.ask.${state.kind}`)}
      lead={t(`identify.hint.${state.kind}`)}
      onBack={sending ? undefined : goBack}
      place="middle"
      width="wide"
      primary={{
        label: t('common:action.continue'),
        onPress: () => void submit(),
        busy: sending,
        disabled: !isComplete(state.kind, state.text),
      }}
    >
      <TypeIdentifier store={store} kind={state.kind} />
    </Screen>
  )
}
