import { CloudAlert, CloudCheck, CloudOff, CloudUpload, RefreshCw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { momentText } from '../../i18n/dates.ts'
import { useLocale } from '../../i18n/use-locale.ts'
import classes from './SyncIndicator.module.css'
import { standingOf } from './standing.ts'
import { useMeetingSummary } from './use-meeting-summary.ts'

const icons = {
  synced: CloudCheck,
  parked: CloudAlert,
  waiting: CloudUpload,
  meeting: RefreshCw,
  offline: CloudOff,
  trouble: CloudAlert,
} as const

/** Quietly, beside the search: how the office stands with headquarters. Nothing where it belongs to none. */
export function SyncIndicator() {
  const { t } = useTranslation('headquarters')
  const locale = useLocale()
  const summary = useMeetingSummary()
  if (summary === undefined || !summary.joined) return null
  const standing = standingOf(summary)
  const Icon = icons[standing]
  const met = summary.lastMetAtMs === null ? t('standing.never') : momentText(summary.lastMetAtMs, locale)
  return (
    <div className={classes.indicator} title={`${t('standing.lastMet')}: ${met}`}>
      <Icon aria-hidden size={20} />
      <span className={classes.words}>
        <span className={classes.of}>{t('indicator.label')}</span>
        <span>{t(`indicator.${standing}`, { waiting: summary.waiting, parked: summary.parked })}</span>
      </span>
    </div>
  )
}
