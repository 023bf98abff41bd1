import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { nameOf, type TerminalsStore } from './terminals-view-model.ts'

/** Asks before a terminal is sent away, and says what ends with it. */
export function RevokeTerminal({ store }: { readonly store: TerminalsStore }) {
  const { t } = useTranslation('terminals')
  const { revoking, revoke, keep } = useStore(store)
  if (revoking.kind !== 'asking') return null
  const { terminal, busy, failure } = revoking
  return (
    <ConfirmDialog
      opened
      title={t('revoke.title', { name: nameOf(terminal) })}
      confirmLabel={t('revoke.confirm')}
      tone="danger"
      busy={busy}
      onConfirm={() => void revoke()}
      onClose={keep}
    >
      <p>{t('revoke.more')}</p>
      {terminal.origin === 'local' && <p>{t('revoke.local')}</p>}
      {failure && <ProblemMessage problem={failure} />}
    </ConfirmDialog>
  )
}
