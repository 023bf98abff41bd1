import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { useDesk } from './desk-context.tsx'

/** Asks before what was typed is thrown away, wherever the way out was pressed. */
export function UnsavedGuard() {
  const { t } = useTranslation('desk')
  const { unsaved } = useDesk()
  const { goingTo, throwAway, stay } = useStore(unsaved)
  return (
    <ConfirmDialog
      opened={goingTo !== null}
      title={t('form.discardTitle')}
      confirmLabel={t('form.discard')}
      cancelLabel={t('form.keep')}
      tone="danger"
      onConfirm={throwAway}
      onClose={stay}
    />
  )
}
