import { Mail, Phone } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { useClient } from '../../client/client-context.tsx'
import { localeOf } from '../../i18n/i18n.ts'
import { useOffice } from '../../office-context.tsx'
import { ChoiceCard, ChoiceGrid } from '../../ui/ChoiceCard.tsx'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { Screen } from '../../ui/Screen.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { KeyedField } from '../identity/KeyedField.tsx'
import { useKioskFlow } from '../kiosk/kiosk-context.tsx'
import { SendRefusalMessage } from '../kiosk-identify/SendRefusalMessage.tsx'
import {
  contactKinds,
  createRegisterModel,
  isAnswered,
  longest,
  type RegisterDraft,
  type RegisterField,
  type RegisterStore,
} from './register-view-model.ts'

/** "I am new here": name, address, a contact, one question at a time; the code then proves the contact. */
export function RegisterScreen({ draft }: { readonly draft: RegisterDraft | null }) {
  const { t, i18n } = useTranslation(['identity', 'kiosk', 'common'])
  const client = useClient()
  const { channels } = useOffice()
  const go = useKioskFlow((flow) => flow.go)
  const [store] = useState(() =>
    createRegisterModel({
      ask: (registrant) => client.identity.register(registrant),
      channels,
      draft,
      locale: () => localeOf(i18n.language),
      onSent: (challenge, typed) => go({ at: 'verify', challenge, draft: typed }),
    }),
  )
  const { step, draft: typed, busy, next, back } = useStore(store)
  const goBack = () => {
    if (!back()) go({ at: 'identify', account: null })
  }
  if (contactKinds(channels).length === 0) {
    return (
      <Screen title={t('identity:register.new')} onBack={goBack} place="middle">
        <StateMessage tone="warning" size="page" title={t('kiosk:identify.noChannel')} />
      </Screen>
    )
  }
  if (step === 'by_what') {
    return (
      <Screen key={step} title={t('identity:register.ask.by_what')} onBack={goBack} place="middle">
        <ByWhat store={store} />
      </Screen>
    )
  }
  return (
    <Screen
      key={step}
      title={step === 'contact' ? t(`kiosk:identify.ask.${typed.kind}`) : t(`identity:register.ask.${step}`)}
      lead={t(`identity:register.hint.${step}`)}
      onBack={busy ? undefined : goBack}
      place="middle"
      width="wide"
      primary={{
        label: t(step === 'contact' ? 'identity:register.send' : 'common:action.continue'),
        onPress: () => void next(),
        busy,
        disabled: !isAnswered(step, typed),
      }}
    >
      <Question store={store} field={step} />
    </Screen>
  )
}

function ByWhat({ store }: { readonly store: RegisterStore }) {
  const { t } = useTranslation('kiosk')
  const { choose } = useStore(store)
  return (
    <ChoiceGrid columns={1}>
      <ChoiceCard title={t('identify.by.phone')} icon={<Phone size={36} />} onPress={() => choose('phone')} />
      <ChoiceCard title={t('identify.by.email')} icon={<Mail size={36} />} onPress={() => choose('email')} />
    </ChoiceGrid>
  )
}

function Question({ store, field }: { readonly store: RegisterStore; readonly field: RegisterField }) {
  const { t } = useTranslation(['identity', 'kiosk'])
  const { draft, busy, fault, type, next } = useStore(store)
  return (
    <>
      <div aria-live="assertive">
        {fault?.kind === 'refused' && <SendRefusalMessage refusal={fault.refusal} />}
        {fault?.kind === 'problem' && <ProblemMessage problem={fault.problem} />}
      </div>
      <KeyedField
        label={field === 'contact' ? t(`kiosk:identify.by.${draft.kind}`) : t(`identity:register.${field}`)}
        keys={field === 'contact' ? draft.kind : 'words'}
        value={draft[field]}
        maxLength={longest[field]}
        busy={busy}
        onChange={(text) => type(field, text)}
        onEnter={() => void next()}
      />
    </>
  )
}
