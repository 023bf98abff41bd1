import { Button, Group, Modal, PasswordInput, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { RefusalMessage } from '../sign-in/RefusalMessage.tsx'
import type { CloseStore } from './close-view-model.ts'

/** The password again, and then the screen goes dark. */
export function CloseDialog({ store }: { readonly store: CloseStore }) {
  const { t } = useTranslation(['terminals', 'common', 'staff'])
  const { state, type, unlock, leave, submit } = useStore(store)
  return (
    <Modal
      opened={state.kind === 'asking' || state.kind === 'closing'}
      onClose={leave}
      closeOnClickOutside={false}
      withCloseButton={state.kind === 'asking'}
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
      title={t('closing.title')}
      centered
    >
      {state.kind === 'closing' && <StateMessage tone="info" title={t('closing.now')} />}
      {state.kind === 'asking' && (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            void submit()
          }}
        >
          <Stack gap="md">
            <p>{t('closing.lead')}</p>
            <PasswordInput
              label={t('staff:signIn.password')}
              data-autofocus
              value={state.password}
              maxLength={128}
              autoComplete="current-password"
              visibilityToggleButtonProps={{ 'aria-label': t('staff:signIn.showPassword'), tabIndex: 0 }}
              onChange={(event) => type(event.currentTarget.value)}
            />
            <RefusalMessage refusal={state.refusal} what="password" onUnlock={unlock} />
            <Group justify="flex-end" gap="sm">
              <Button variant="default" onClick={leave}>
                {t('common:action.goBack')}
              </Button>
              <Button
                type="submit"
                color="red"
                loading={state.busy}
                disabled={state.password === '' || state.refusal?.kind === 'locked'}
              >
                {t('closing.confirm')}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  )
}
