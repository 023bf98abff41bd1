import { Button, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import classes from './HeadquartersPanel.module.css'
import type { HeadquartersStore } from './headquarters-view-model.ts'

/** The way out, with what it means said before. */
export function LeaveSection({ store, waiting }: { readonly store: HeadquartersStore; readonly waiting: number }) {
  const { t } = useTranslation('headquarters')
  const { dialog, busy, failure, open, leave } = useStore(store)
  return (
    <section className={classes.section} aria-labelledby="headquarters-leave">
      <Title order={2} id="headquarters-leave">
        {t('leave.title')}
      </Title>
      <p className={classes.quiet}>{t('leave.more')}</p>
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
    </section>
  )
}
