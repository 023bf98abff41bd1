import { Button, Progress } from '@mantine/core'
import { RefreshCw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { MeetingStatus } from '../../../contract/headquarters.ts'
import { momentText } from '../../i18n/dates.ts'
import { durationText } from '../../i18n/durations.ts'
import { useLocale } from '../../i18n/use-locale.ts'
import { type Fact, Facts } from '../../ui/Facts.tsx'
import { Ltr } from '../../ui/Ltr.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import classes from './HeadquartersPanel.module.css'
import { clockWarningMs } from './headquarters-keys.ts'
import type { HeadquartersStore } from './headquarters-view-model.ts'
import { restOf } from './standing.ts'
import { TechnicalDetail } from './TechnicalDetail.tsx'

interface MeetingStandingProps {
  readonly store: HeadquartersStore
  readonly status: MeetingStatus
}

const tones = { first: 'info', parked: 'warning', waiting: 'info', synced: 'good' } as const

/** How the last meeting went, the one under way, the next one, and the figures. */
export function MeetingStanding({ store, status }: MeetingStandingProps) {
  const { t } = useTranslation('headquarters')
  const locale = useLocale()
  const offsetMs = Math.abs(status.clockOffsetMs ?? 0)
  return (
    <section className={classes.section} aria-label={t('tab')}>
      <Standing store={store} status={status} />
      {offsetMs > clockWarningMs && (
        <StateMessage tone="warning" title={t('clock.title', { duration: durationText(offsetMs, locale) })}>
          {t('clock.more')}
        </StateMessage>
      )}
      {status.officeAheadMs > clockWarningMs && (
        <StateMessage
          tone="warning"
          title={t('officeClock.title', { duration: durationText(status.officeAheadMs, locale) })}
        >
          {t('officeClock.more')}
        </StateMessage>
      )}
      <MeetingFacts status={status} />
    </section>
  )
}

function Standing({ store, status }: MeetingStandingProps) {
  const { t } = useTranslation('headquarters')
  const locale = useLocale()
  const { busy, meetNow, cancel, open } = useStore(store)
  const { progress, trouble, troubleWords, lastMetAtMs } = status
  const start = (
    <Button leftSection={<RefreshCw aria-hidden size={20} />} loading={busy} onClick={() => void meetNow()}>
      {t('now.start')}
    </Button>
  )
  if (progress !== null)
    return (
      <StateMessage
        tone="info"
        title={t('now.running')}
        action={
          <Button variant="default" onClick={() => void cancel()}>
            {t('now.cancel')}
          </Button>
        }
      >
        {t(`now.${progress.doing}`, { records: progress.records })}{' '}
        {progress.of !== null && t('now.of', { of: progress.of })}
        <Progress
          mt="xs"
          aria-label={t('now.running')}
          animated={progress.of === null}
          value={progress.of === null || progress.of === 0 ? 100 : (100 * progress.records) / progress.of}
        />
      </StateMessage>
    )
  if (trouble !== null)
    return (
      <StateMessage
        tone="error"
        title={t('trouble.title')}
        action={
          <div className={classes.head}>
            {start}
            {trouble === 'left_behind' && (
              <Button variant="default" color="red.8" onClick={() => open('take_over')}>
                {t('takeOver.button')}
              </Button>
            )}
          </div>
        }
      >
        {t(`trouble.${trouble}`)}
        <TechnicalDetail words={troubleWords ?? ''} />
      </StateMessage>
    )
  const waits = t('banner.waits', { count: status.waiting })
  const titles = {
    first: t('now.notYet'),
    parked: t('now.parked', { count: status.parked }),
    waiting: waits,
    synced: t('now.well'),
  }
  const standing = lastMetAtMs === null ? 'first' : restOf(status)
  return (
    <StateMessage tone={tones[standing]} title={titles[standing]} action={start}>
      {standing === 'parked' && `${t('now.parkedMore')} ${status.waiting > 0 ? waits : ''} `}
      {lastMetAtMs !== null && t('now.wellMore', { moment: momentText(lastMetAtMs, locale) })}
    </StateMessage>
  )
}

function MeetingFacts({ status }: { readonly status: MeetingStatus }) {
  const { t } = useTranslation('headquarters')
  const locale = useLocale()
  const momentOf = (atMs: number | null, otherwise: string): string =>
    atMs === null ? otherwise : momentText(atMs, locale)
  const number = new Intl.NumberFormat(locale)
  const next = status.meeting ? t('standing.now') : momentOf(status.nextAtMs, t('standing.noNext'))
  const server = (
    <>
      <Ltr>{status.server ?? '–'}</Ltr>
      {status.fixed && <p className={classes.quiet}>{t('standing.fixed')}</p>}
    </>
  )
  const facts: Fact[] = [
    { label: t('standing.branch'), value: <Ltr>{status.branchCode ?? '–'}</Ltr> },
    { label: t('standing.server'), value: server },
    { label: t('standing.lastMet'), value: momentOf(status.lastMetAtMs, t('standing.never')) },
    { label: t('standing.next'), value: next },
    { label: t('standing.waiting'), value: number.format(status.waiting) },
    ...(status.oldestWaitingAtMs === null
      ? []
      : [{ label: t('standing.oldest'), value: momentText(status.oldestWaitingAtMs, locale) }]),
    { label: t('standing.parked'), value: number.format(status.parked) },
    { label: t('standing.conflicts'), value: number.format(status.conflicts) },
    { label: t('standing.clock'), value: <ClockWords offsetMs={status.clockOffsetMs} /> },
  ]
  return <Facts strong className={classes.facts} facts={facts} />
}

const sameClockMs = 5_000

function ClockWords({ offsetMs }: { readonly offsetMs: number | null }) {
  const { t } = useTranslation('headquarters')
  const locale = useLocale()
  if (offsetMs === null) return t('standing.clockUnknown')
  if (Math.abs(offsetMs) <= sameClockMs) return t('standing.clockSame')
  const duration = durationText(Math.abs(offsetMs), locale)
  return t(offsetMs > 0 ? 'standing.clockBehind' : 'standing.clockAhead', { duration })
}
