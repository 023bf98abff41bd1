import { Button, Group, Modal, PasswordInput, Stack } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { PinField } from '../../ui/PinField.tsx'
import { isPin } from '../../ui/pin.ts'
import { NewPasswordFields } from '../sign-in/NewPasswordFields.tsx'
import { RefusalMessage } from '../sign-in/RefusalMessage.tsx'
import type { AccountStep, AccountStore, AccountTask } from './account-view-model.ts'
import { RecoveryCodes } from './RecoveryCodes.tsx'
import { ScanTotp } from './ScanTotp.tsx'

const titleOf = (at: AccountStep) => {
  if (at.kind === 'closed') return 'account.title'
  if (at.kind === 'codes') return 'account.dialog.recovery'
  return at.kind === 'scanning' ? 'account.dialog.totp' : (`account.dialog.${at.task}` as const)
}

/** One change at a time: the password, what is new, and what is shown once. */
export function AccountDialog({ store }: { readonly store: AccountStore }) {
  const { t } = useTranslation('staff')
  const { at, close } = useStore(store)
  return (
    <Modal
      opened={at.kind !== 'closed'}
      onClose={close}
      closeOnClickOutside={false}
      title={t(titleOf(at))}
      closeButtonProps={{ 'aria-label': t('account.close') }}
      centered
    >
      {at.kind === 'asking' && <AskForm key={at.task} store={store} task={at.task} />}
      {at.kind === 'scanning' && <ScanTotp store={store} uri={at.uri} secret={at.secret} />}
      {at.kind === 'codes' && <RecoveryCodes codes={at.codes} onDone={close} />}
    </Modal>
  )
}

function AskForm({ store, task }: { readonly store: AccountStore; readonly task: AccountTask }) {
  const { t } = useTranslation(['staff', 'common'])
  const { current, next, busy, refusal, weakPin, badBadge, typeCurrent, typeNext, unlock, close, submit } =
    useStore(store)
  const [same, setSame] = useState(false)
  const ready =
    current !== '' &&
    (task !== 'password' || same) &&
    (task !== 'pin' || isPin(next)) &&
    (task !== 'badge' || next !== '')
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <Stack gap="md">
        <p>{t(`account.lead.${task}`)}</p>
        <PasswordInput
          label={t('account.current')}
          data-autofocus
          value={current}
          maxLength={128}
          autoComplete="current-password"
          visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword'), tabIndex: 0 }}
          onChange={(event) => typeCurrent(event.currentTarget.value)}
        />
        {task === 'password' && <NewPasswordFields value={next} onChange={typeNext} onRepeated={setSame} />}
        {task === 'pin' && (
          <PinField
            label={t('account.newPin')}
            value={next}
            error={weakPin && t('account.weakPin')}
            onChange={typeNext}
          />
        )}
        {task === 'badge' && (
          <PasswordInput
            label={t('account.newBadge')}
            value={next}
            maxLength={128}
            autoComplete="off"
            visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword'), tabIndex: 0 }}
            error={badBadge && t(badBadge === 'short' ? 'account.badgeShort' : 'account.badgeTaken')}
            onChange={(event) => typeNext(event.currentTarget.value)}
          />
        )}
        <RefusalMessage refusal={refusal} what="password" onUnlock={unlock} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={close}>
            {t('common:action.goBack')}
          </Button>
          <Button type="submit" loading={busy} disabled={!ready || refusal?.kind === 'locked'}>
            {t('common:action.continue')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
