import { Stack, TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { useClient } from '../../client/client-context.tsx'
import { useLocale } from '../../i18n/use-locale.ts'
import { useOffice } from '../../office-context.tsx'
import { CodeInput } from '../../ui/CodeInput.tsx'
import { Screen } from '../../ui/Screen.tsx'
import { SegmentedField } from '../../ui/SegmentedField.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { codeDigits } from './code-digits.ts'
import { createForgottenStore } from './forgotten-view-model.ts'
import { NewPasswordFields } from './NewPasswordFields.tsx'
import { RefusalMessage } from './RefusalMessage.tsx'
import { SendAgain } from './SendAgain.tsx'

const formId = 'forgotten'

interface ForgottenFlowProps {
  readonly onLeave: () => void
  /** The one on screen, where there may be no other. */
  readonly keyboard?: ReactNode
}

/** Contact and way, the code, the new password. */
export function ForgottenFlow({ onLeave, keyboard }: ForgottenFlowProps) {
  const { t } = useTranslation(['staff', 'common'])
  const client = useClient()
  const locale = useLocale()
  const { channels } = useOffice()
  const [store] = useState(() => createForgottenStore(client, channels[0] ?? 'email', () => locale))
  const model = useStore(store)
  const [same, setSame] = useState(false)
  const { at, secret, busy, refusal } = model
  if (channels.length === 0) {
    return (
      <Screen title={t('forgot.title')} onBack={onLeave} place="middle">
        <StateMessage tone="warning" title={t('forgot.noWay')}>
          {t('forgot.noWayMore')}
        </StateMessage>
      </Screen>
    )
  }
  const ready = { contact: model.contact.trim() !== '', code: secret !== '', password: same, done: true }[at.step]
  const primary =
    at.step === 'done'
      ? { label: t('common:action.signIn'), onPress: onLeave }
      : { label: t(`forgot.go.${at.step}`), submits: formId, busy, disabled: !ready || refusal?.kind === 'locked' }
  return (
    <Screen
      key={at.step}
      title={t('forgot.title')}
      lead={t(`forgot.lead.${at.step}`)}
      onBack={at.step === 'contact' ? onLeave : at.step === 'done' ? undefined : model.back}
      place="middle"
      primary={primary}
    >
      {at.step === 'done' ? (
        <StateMessage tone="good" title={t('forgot.done')}>
          {t('forgot.doneMore')}
        </StateMessage>
      ) : (
        <form
          id={formId}
          onSubmit={(event) => {
            event.preventDefault()
            void model.submit()
          }}
        >
          <Stack gap="md">
            {at.step === 'contact' && (
              <>
                <TextInput
                  label={t('forgot.contact')}
                  dir="ltr"
                  autoFocus
                  maxLength={254}
                  value={model.contact}
                  onChange={(event) => model.typeContact(event.currentTarget.value)}
                />
                <SegmentedField
                  label={t('forgot.way')}
                  labelHidden
                  values={channels}
                  value={model.channel}
                  wordOf={(channel) => t(`common:channel.${channel}`)}
                  onChoose={model.chooseChannel}
                />
              </>
            )}
            {at.step === 'code' && (
              <CodeInput
                label={t('factor.code.any')}
                length={codeDigits}
                value={secret}
                disabled={busy || refusal?.kind === 'locked'}
                invalid={refusal?.kind === 'wrong'}
                autoFocus
                onChange={model.type}
                onComplete={() => void model.submit()}
              />
            )}
            {at.step === 'password' && <NewPasswordFields value={secret} onChange={model.type} onRepeated={setSame} />}
            <RefusalMessage refusal={refusal} what="code" onUnlock={model.unlock} />
            {at.step === 'code' && (
              <SendAgain key={at.sent.challengeId} sent={at.sent} busy={busy} onSend={() => void model.sendAgain()} />
            )}
          </Stack>
        </form>
      )}
      {at.step !== 'done' && keyboard}
    </Screen>
  )
}
