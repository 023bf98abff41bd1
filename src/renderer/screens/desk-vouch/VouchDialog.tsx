import { Modal } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { VouchForm } from './VouchForm.tsx'
import type { VouchStore } from './vouch-view-model.ts'

interface VouchDialogProps {
  readonly store: VouchStore
  readonly customerName: string
}

/** Verifying without a code, from the reason to the second person's PIN. */
export function VouchDialog({ store, customerName }: VouchDialogProps) {
  const { t } = useTranslation(['desk', 'common'])
  const { state, close } = useStore(store)
  return (
    <Modal
      opened={state.kind === 'asking'}
      onClose={close}
      size={600}
      title={t('vouch.title')}
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
      closeOnClickOutside={false}
    >
      {state.kind === 'asking' && <VouchForm store={store} asking={state} customerName={customerName} />}
    </Modal>
  )
}
