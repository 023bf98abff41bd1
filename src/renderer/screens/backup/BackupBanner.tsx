import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { DatabaseBackup } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { momentText } from '../../i18n/dates.ts'
import { useLocale } from '../../i18n/use-locale.ts'
import classes from '../desk/DeliveryBanner.module.css'
import { useDesk } from '../desk/desk-context.tsx'
import { backupStateKey } from './backup-state-key.ts'

const everyMs = 30_000

/** For administrators: that no backup can be made, and why, or that none is planned. Nothing while all is well. */
export function BackupBanner() {
  const { t } = useTranslation('backup')
  const locale = useLocale()
  const { ports, store, unsaved } = useDesk()
  const { data } = useQuery({
    queryKey: backupStateKey,
    queryFn: () => ports.client.backups.state(),
    refetchInterval: everyMs,
  })
  const trouble = data?.trouble ?? null
  const sinceMs = trouble?.sinceMs ?? data?.unprotectedSinceMs ?? null
  const why = trouble === null ? t('banner.unprotected') : t(`trouble.${trouble.why}`)
  return (
    <div className={classes.banner} role="status" aria-label={t('tab')} data-empty={sinceMs === null}>
      {sinceMs !== null && (
        <ul className={classes.lines}>
          <li className={classes.line}>
            <DatabaseBackup aria-hidden size={24} className={classes.icon} />
            <span className={classes.words}>
              {trouble && `${t('trouble.title', { moment: momentText(trouble.sinceMs, locale) })}. `}
              {why}
            </span>
            <Button
              variant="subtle"
              className={classes.action ?? ''}
              onClick={() => unsaved.getState().leave(() => store.getState().showSettings('backup'))}
            >
              {t('banner.look')}
            </Button>
          </li>
        </ul>
      )}
    </div>
  )
}
