import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { useDesk } from '../desk/desk-context.tsx'
import { unsaidWords } from './feedback-view-model.ts'
import type { VisitStores } from './visit-stores.ts'

interface FinishGuardProps {
  readonly stores: VisitStores
  readonly asked: boolean
  readonly onAnswered: () => void
}

/**
 * Finishes the visit when asked. It asks back in two cases only: feedback was typed but not saved, or the clerk chose
 * the next customer while this one's visit is still open.
 */
export function FinishGuard({ stores, asked, onAnswered }: FinishGuardProps) {
  const { t } = useTranslation('desk')
  const { store: desk } = useDesk()
  const next = useStore(desk, (state) => state.next)
  const unsaid = useStore(stores.feedback, unsaidWords)
  const { finish } = useStore(stores.visit)

  useEffect(() => {
    if (!asked || unsaid) return
    onAnswered()
    void finish()
  }, [asked, unsaid, finish, onAnswered])

  if (next !== null) {
    return (
      <ConfirmDialog
        opened
        title={t('next.title')}
        confirmLabel={t('next.confirm')}
        cancelLabel={t('next.stay')}
        onConfirm={() => void finish()}
        onClose={() => desk.getState().stay()}
      >
        {t(unsaid ? 'next.unsaid' : 'next.more')}
      </ConfirmDialog>
    )
  }
  return (
    <ConfirmDialog
      opened={asked && unsaid}
      title={t('feedback.unsaidTitle')}
      confirmLabel={t('feedback.unsaidFinish')}
      cancelLabel={t('feedback.unsaidStay')}
      tone="danger"
      onConfirm={() => {
        onAnswered()
        void finish()
      }}
      onClose={onAnswered}
    >
      {t('feedback.unsaidMore')}
    </ConfirmDialog>
  )
}
