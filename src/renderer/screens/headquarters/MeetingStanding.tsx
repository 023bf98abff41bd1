import { Button, Progress } from '@mantine/core'
import { RefreshCw } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { MeetingStatus } from '../../../contract/headquarters.ts'
import { momentText } from '../../i18n/dates.ts'
import { durationText } from '../../i18n/durations.ts'
import { useLocale } from '../../i18n/use-locale.ts'
import { Ltr } from '../../ui/Ltr.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import classes from './HeadquartersPanel.module.css'
import { clockWarningMs } from './headquarters-keys.ts'
import type { HeadquartersStore } from './headquarters-view-model.ts'

interface MeetingStandingProps {
  readonly store: HeadquartersStore
  readonly status: MeetingStatus
}

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
      <Facts status={status} />
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
        {troubleWords !== null && troubleWords !== '' && (
          <details className={classes.detail}>
            <summary>{t('trouble.detail')}</summary>
            <Ltr>{troubleWords}</Ltr>
          </details>
        )}
      </StateMessage>
    )
  const waits = status.waiting > 0 || lastMetAtMs === null
  return (
    <StateMessage
      tone={waits ? 'info' : 'good'}
      title={
        lastMetAtMs === null ? t('now.notYet') : waits ? t('banner.waits', { count: status.waiting }) : t('now.well')
      }
      action={start}
    >
      {lastMetAtMs !== null && t('now.wellMore', { moment: momentText(lastMetAtMs, locale) })}
    </StateMessage>
  )
}

function Facts({ status }: { readonly status: MeetingStatus }) {
  const { t } = useTranslation('headquarters')
  const locale = useLocale()
  const momentOf = (atMs: number | null, otherwise: string): string =>
    atMs === null ? otherwise : momentText(atMs, locale)
  const number = new Intl.NumberFormat(locale)
  const next = status.meeting ? t('standing.now') : momentOf(status.nextAtMs, t('standing.noNext'))
  return (
    <dl className={classes.facts}>
      <Fact name={t('standing.branch')}>
        <Ltr>{status.branchCode ?? '–'}</Ltr>
      </Fact>
      <Fact name={t('standing.server')}>
        <Ltr>{status.server ?? '–'}</Ltr>
        {status.fixed && <p className={classes.quiet}>{t('standing.fixed')}</p>}
      </Fact>
      <Fact name={t('standing.lastMet')}>{momentOf(status.lastMetAtMs, t('standing.never'))}</Fact>
      <Fact name={t('standing.next')}>{next}</Fact>
      <Fact name={t('standing.waiting')}>{number.format(status.waiting)}</Fact>
      {status.oldestWaitingAtMs !== null && (
        <Fact name={t('standing.oldest')}>{momentText(status.oldestWaitingAtMs, locale)}</Fact>
      )}
      <Fact name={t('standing.parked')}>{number.format(status.parked)}</Fact>
      <Fact name={t('standing.conflicts')}>{number.format(status.conflicts)}</Fact>
      <Fact name={t('standing.clock')}>
        <ClockWords offsetMs={status.clockOffsetMs} />
      </Fact>
    </dl>
  )
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

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
