import { Button } from '@mantine/core'
import { Clock, CloudAlert, CloudOff } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { MeetingSummary } from '../../../contract/headquarters.ts'
import { durationText } from '../../i18n/durations.ts'
import { useLocale } from '../../i18n/use-locale.ts'
import classes from '../desk/DeliveryBanner.module.css'
import { useDesk } from '../desk/desk-context.tsx'
import { type BannerKind, bannerKind } from './standing.ts'
import { useMeetingSummary, useNetworkBack } from './use-meeting-summary.ts'

const icons = { offline: CloudOff, stopped: CloudAlert, clock: Clock } as const

/** Above every staff screen. Nothing while all is well, or where the office belongs to no headquarters. */
export function HeadquartersBanner() {
  const { t } = useTranslation('headquarters')
  const { store, unsaved, staff } = useDesk()
  const summary = useMeetingSummary()
  useNetworkBack()
  const isAdministrator = staff.role === 'administrator'
  const kind = summary === undefined ? null : bannerKind(summary, isAdministrator)
  const Icon = kind === null ? null : icons[kind]
  return (
    <div className={classes.banner} role="status" aria-label={t('tab')} data-empty={kind === null}>
      {summary && kind && Icon && (
        <ul className={classes.lines}>
          <li className={classes.line}>
            <Icon aria-hidden size={24} className={classes.icon} />
            <span className={classes.words}>
              <BannerWords kind={kind} summary={summary} isAdministrator={isAdministrator} />
            </span>
            {isAdministrator && (
              <Button
                variant="subtle"
                className={classes.action ?? ''}
                onClick={() => unsaved.getState().leave(() => store.getState().goTo('settings'))}
              >
                {t('banner.look')}
              </Button>
            )}
          </li>
        </ul>
      )}
    </div>
  )
}

interface BannerWordsProps {
  readonly kind: BannerKind
  readonly summary: MeetingSummary
  readonly isAdministrator: boolean
}

/** Why, and what to do about it, is an administrator's; what still works is everybody's. */
function BannerWords({ kind, summary, isAdministrator }: BannerWordsProps) {
  const { t } = useTranslation('headquarters')
  const locale = useLocale()
  if (kind === 'clock')
    return `${t('clock.title', { duration: durationText(Math.abs(summary.clockOffsetMs ?? 0), locale) })}. ${t('clock.more')}`
  if (kind === 'stopped')
    return (
      <>
        <strong>{t('banner.stopped')}.</strong>{' '}
        {isAdministrator && summary.trouble !== null
          ? t(`trouble.${summary.trouble}`)
          : `${t('banner.offlineMore')} ${t('banner.tell')}`}
      </>
    )
  return (
    <>
      <strong>{t('banner.offline')}.</strong> {t('banner.offlineMore')} {t('banner.waits', { count: summary.waiting })}{' '}
      {t('banner.received')}
    </>
  )
}
