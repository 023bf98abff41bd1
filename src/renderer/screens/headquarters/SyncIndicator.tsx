import { CloudAlert, CloudCheck, CloudOff, CloudUpload, RefreshCw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { MeetingSummary } from '../../../contract/headquarters.ts'
import { momentText } from '../../i18n/dates.ts'
import { useLocale } from '../../i18n/use-locale.ts'
import classes from './SyncIndicator.module.css'
import { useMeetingSummary } from './use-meeting-summary.ts'

type Standing = 'synced' | 'waiting' | 'meeting' | 'offline' | 'trouble'

const icons = { synced: CloudCheck, waiting: CloudUpload, meeting: RefreshCw, offline: CloudOff, trouble: CloudAlert }

export function standingOf(summary: MeetingSummary): Standing {
  if (summary.meeting) return 'meeting'
  if (summary.trouble !== null) return summary.trouble === 'unreachable' ? 'offline' : 'trouble'
  return summary.waiting > 0 ? 'waiting' : 'synced'
}

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
        <span>{t(`indicator.${standing}`, { waiting: summary.waiting })}</span>
      </span>
    </div>
  )
}
