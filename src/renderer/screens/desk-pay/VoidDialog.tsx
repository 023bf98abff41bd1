import { Button, Modal } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { Ltr } from '../../ui/Ltr.tsx'
import { Money } from '../../ui/Money.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { VoidForm } from './VoidForm.tsx'
import type { VoidStore } from './void-view-model.ts'

/** Voiding a payment, from the reason to the second person's PIN. */
export function VoidDialog({ store }: { readonly store: VoidStore }) {
  const { t } = useTranslation(['desk', 'common'])
  const { state, close } = useStore(store)
  return (
    <Modal
      opened={state.kind !== 'closed'}
      onClose={close}
      size={560}
      title={t('void.title')}
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
      closeOnClickOutside={false}
    >
      {state.kind === 'asking' && <VoidForm store={store} asking={state} />}
      {state.kind === 'voided' && (
        <StateMessage tone="good" title={t('void.done')} action={<Button onClick={close}>{t('void.close')}</Button>}>
          <Ltr>{state.payment.receiptNo}</Ltr> · <Money amountMinor={state.payment.amountMinor} />
          <br />
          {t('void.doneMore')}
        </StateMessage>
      )}
    </Modal>
  )
}
