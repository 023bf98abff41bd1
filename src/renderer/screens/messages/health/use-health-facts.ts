import { useTranslation } from 'react-i18next'
import type { ProviderHealth } from '../../../../contract/delivery.ts'
import { nowMs } from '../../../client/clock.ts'
import { momentText, timeText } from '../../../i18n/dates.ts'
import { durationText } from '../../../i18n/durations.ts'
import { useIntlLocale } from '../../../i18n/use-locale.ts'
import { formatMicros } from '../micros.ts'

interface HealthFact {
  readonly name: 'lastSuccess' | 'lastHour' | 'lastDay' | 'toTaken' | 'toDelivered' | 'arrived' | 'cost'
  /** One line, or one for each currency. */
  readonly value: string
  readonly more?: string
}

const dayMs = 24 * 60 * 60 * 1000

/** Figures nobody has are a dash, so that every card has the same places. */
const nothing = '–'

/** A provider's figures as texts, in the order they are read. */
export function useHealthFacts(provider: ProviderHealth): readonly HealthFact[] {
  const { t } = useTranslation('messages')
  const locale = useIntlLocale()
  const number = new Intl.NumberFormat(locale)
  // Rounded down: 100% is said only where all were taken.
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0, roundingMode: 'floor' })

  const moment = (atMs: number | null) => {
    if (atMs === null) return t('health.never')
    return nowMs() - atMs < dayMs ? timeText(atMs, locale) : momentText(atMs, locale)
  }
  const rate = ({ attempts, taken }: ProviderHealth['lastHour']) =>
    attempts === 0
      ? { value: nothing, more: t('health.noTries') }
      : {
          value: percent.format(taken / attempts),
          more: t('health.ofTries', {
            taken: number.format(taken),
            attempts: number.format(attempts),
            count: attempts,
          }),
        }
  const time = (ms: number | null) => (ms === null ? nothing : durationText(ms, locale))
  const { delivered, undelivered, cost, lastFailureAtMs } = provider
  return [
    {
      name: 'lastSuccess',
      value: moment(provider.lastSuccessAtMs),
      ...(lastFailureAtMs === null ? {} : { more: t('health.lastFailure', { time: moment(lastFailureAtMs) }) }),
    },
    { name: 'lastHour', ...rate(provider.lastHour) },
    { name: 'lastDay', ...rate(provider.lastDay) },
    { name: 'toTaken', value: time(provider.medianToTakenMs) },
    { name: 'toDelivered', value: time(provider.medianToDeliveredMs) },
    {
      name: 'arrived',
      value: delivered + undelivered === 0 ? nothing : number.format(delivered),
      ...(undelivered === 0 ? {} : { more: t('health.notArrived', { count: undelivered }) }),
    },
    {
      name: 'cost',
      value:
        cost.length === 0
          ? nothing
          : cost.map(({ micros, currency }) => formatMicros(micros, currency, locale)).join('\n'),
    },
  ]
}
