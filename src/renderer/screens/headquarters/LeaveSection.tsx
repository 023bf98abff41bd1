import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { Quiet } from '../../ui/Quiet.tsx'
import { Section } from '../../ui/Section.tsx'
import type { HeadquartersStore } from './headquarters-view-model.ts'

/** The way out, with what it means said before. */
export function LeaveSection({ store, waiting }: { readonly store: HeadquartersStore; readonly waiting: number }) {
  const { t } = useTranslation('headquarters')
  const { dialog, busy, failure, open, leave } = useStore(store)
  return (
    <Section title={t('leave.title')}>
      <Quiet>{t('leave.more')}</Quiet>
      <Button variant="default" onClick={() => open('leave')}>
        {t('leave.button')}
      </Button>
      <ConfirmDialog
        opened={dialog === 'leave'}
        title={t('leave.ask')}
        confirmLabel={t('leave.confirm')}
        tone="danger"
        busy={busy}
        onConfirm={() => void leave()}
        onClose={() => open('none')}
      >
        {t('leave.more')} {waiting > 0 && t('leave.waiting', { count: waiting })}
        {failure && <ProblemMessage problem={failure} />}
      </ConfirmDialog>
    </Section>
  )
}
