import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import type { UnlockStore } from './unlock-view-model.ts'

/** A supervisor's reason for lifting a lock. */
export function UnlockDialog({ store, customerId }: { readonly store: UnlockStore; readonly customerId: string }) {
  const { t } = useTranslation(['desk', 'common'])
  const { state, type, lift, close } = useStore(store)
  const reason = state.kind === 'asking' || state.kind === 'lifting' ? state.reason : ''
  return (
    <Modal
      opened={state.kind !== 'closed'}
      onClose={close}
      title={t('unlock.title')}
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
    >
      {state.kind === 'lifted' ? (
        <StateMessage
          tone="good"
          title={t('unlock.done', { count: state.contacts })}
          action={<Button onClick={close}>{t('common:action.done')}</Button>}
        />
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            void lift(customerId)
          }}
        >
          <Stack>
            <p>{t('unlock.more')}</p>
            <TextInput
              label={t('unlock.reason')}
              data-autofocus
              maxLength={200}
              value={reason}
              onChange={(event) => type(event.currentTarget.value)}
            />
            {state.kind === 'asking' && state.failure && <ProblemMessage problem={state.failure} />}
            <Group justify="flex-end">
              <Button variant="default" onClick={close}>
                {t('common:action.cancel')}
              </Button>
              <Button type="submit" disabled={reason.trim() === ''} loading={state.kind === 'lifting'}>
                {t('unlock.action')}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  )
}
