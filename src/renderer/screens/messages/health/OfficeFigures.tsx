import { useTranslation } from 'react-i18next'
import type { AbuseLimits, DeliveryHealth } from '../../../../contract/delivery.ts'
import { durationText } from '../../../i18n/durations.ts'
import { useIntlLocale } from '../../../i18n/use-locale.ts'
import { formatMicros } from '../micros.ts'
import { Figure } from './Figure.tsx'
import classes from './OfficeFigures.module.css'

interface OfficeFiguresProps extends Pick<DeliveryHealth, 'queue' | 'today'> {
  /** Null until they are known. */
  readonly limits: Pick<AbuseLimits, 'dailySms' | 'dailyCostMicros'> | null
}

/** The office as a whole: what is on its way, and today's SMS against the caps. */
export function OfficeFigures({ queue, today, limits }: OfficeFiguresProps) {
  const { t } = useTranslation('messages')
  const locale = useIntlLocale()
  const number = new Intl.NumberFormat(locale)
  const waiting = queue.queued + queue.retrying + queue.sending + queue.asking
  const { dailySms = null, dailyCostMicros = null } = limits ?? {}
  const cost = (micros: number) => formatMicros(micros, today.currency, locale)
  const parts = (['queued', 'sending', 'retrying', 'asking'] as const).filter((part) => queue[part] > 0)
  return (
    <dl className={classes.figures}>
      <Figure
        label={t('health.waiting')}
        value={number.format(waiting)}
        more={
          waiting === 0
            ? t('health.nothingWaits')
            : [
                ...parts.map((part) => t(`health.queue.${part}`, { count: queue[part] })),
                ...(queue.oldestMs === null
                  ? []
                  : [t('health.oldest', { time: durationText(queue.oldestMs, locale) })]),
              ].join(' · ')
        }
      />
      <Figure
        label={t('health.smsToday')}
        value={number.format(today.sms)}
        more={dailySms === null ? t('health.noCap') : t('health.ofCap', { cap: number.format(dailySms) })}
        share={dailySms === null ? null : today.sms / dailySms}
      />
      <Figure
        label={t('health.costToday')}
        value={cost(today.costMicros)}
        more={dailyCostMicros === null ? t('health.noCap') : t('health.ofCap', { cap: cost(dailyCostMicros) })}
        share={dailyCostMicros === null ? null : today.costMicros / dailyCostMicros}
      />
    </dl>
  )
}
