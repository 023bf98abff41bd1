import { Button, Progress } from '@mantine/core'
import { DatabaseBackup } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { BackupState } from '../../../contract/backup.ts'
import { momentText, timeText } from '../../i18n/dates.ts'
import { useLocale } from '../../i18n/use-locale.ts'
import { StateMessage } from '../../ui/StateMessage.tsx'
import type { BackupStore } from './backup-view-model.ts'

/** How the last backup went, when the next one is, and one made now. */
export function BackupStanding({ store, state }: { readonly store: BackupStore; readonly state: BackupState }) {
  const { t } = useTranslation('backup')
  const locale = useLocale()
  const { startRefused, backUpNow } = useStore(store)
  const { running, lastGoodAtMs, nextAtMs, trouble } = state
  const start = (
    <Button leftSection={<DatabaseBackup aria-hidden size={20} />} onClick={() => void backUpNow()}>
      {t('now.start')}
    </Button>
  )
  const standing = `${
    lastGoodAtMs === null ? t('now.none') : t('now.last', { moment: momentText(lastGoodAtMs, locale) })
  }. ${nextAtMs === null ? t('now.noNext') : t('now.next', { moment: momentText(nextAtMs, locale) })}.`
  return (
    <>
      {trouble && (
        <StateMessage tone="error" title={t('trouble.title', { moment: momentText(trouble.sinceMs, locale) })}>
          {t(`trouble.${trouble.why}`)}{' '}
          {trouble.againAtMs !== null && t('trouble.again', { time: timeText(trouble.againAtMs, locale) })}
        </StateMessage>
      )}
      {running === null ? (
        <StateMessage
          tone={lastGoodAtMs === null ? 'warning' : trouble === null ? 'good' : 'info'}
          title={standing}
          action={start}
        >
          {startRefused && t(`now.refused.${startRefused}`)}
        </StateMessage>
      ) : (
        <StateMessage tone="info" title={t('now.running')}>
          {t(`now.step.${running.step}`)}
          <Progress mt="sm" value={running.fraction * 100} aria-label={t(`now.step.${running.step}`)} />
        </StateMessage>
      )}
    </>
  )
}
