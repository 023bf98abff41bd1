import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { useClient } from '../../client/client-context.tsx'
import { useLocale } from '../../i18n/use-locale.ts'
import { useRefreshOffice } from '../../office-context.tsx'
import { LanguageMenu } from '../../ui/LanguageMenu.tsx'
import { Screen } from '../../ui/Screen.tsx'
import { DemoReady } from './DemoReady.tsx'
import { createFirstRunStore, type Draft } from './first-run-view-model.ts'
import { OfficeForm } from './OfficeForm.tsx'
import { currencyOf, regionOfLanguages } from './regions.ts'
import { WaysToBegin } from './WaysToBegin.tsx'

const formId = 'office-form'

/** The very first screen of a new machine: set the office up, or look around with made-up customers. */
export function FirstRunScreen() {
  const { t } = useTranslation()
  const client = useClient()
  const refresh = useRefreshOffice()
  const locale = useLocale()
  const [store] = useState(() => createFirstRunStore(client, refresh))
  const { state, openForm, back } = useStore(store)

  const firstDraft = (): Draft => {
    const region = regionOfLanguages(navigator.languages)
    const currency = region === null ? null : currencyOf(region)
    return { name: '', region, currency, locale, administrator: '', email: '', password: '', repeated: false }
  }

  if (state.step === 'form') {
    return (
      <Screen
        key="form"
        title={t('firstRun.setUp')}
        lead={t('firstRun.formLead')}
        onBack={back}
        primary={{ label: t('firstRun.finish'), submits: formId, busy: state.saving }}
      >
        <OfficeForm id={formId} store={store} />
      </Screen>
    )
  }
  if (state.step === 'demo_ready') {
    return (
      <Screen
        key="demo"
        title={t('firstRun.demoReady')}
        place="middle"
        primary={{ label: t('firstRun.demoGo'), onPress: () => void refresh() }}
      >
        <DemoReady demo={state.demo} />
      </Screen>
    )
  }
  return (
    <Screen key="ways" title={t('firstRun.title')} lead={t('firstRun.lead')} aside={<LanguageMenu />} place="middle">
      <WaysToBegin store={store} onSetUp={() => openForm(firstDraft())} />
    </Screen>
  )
}
