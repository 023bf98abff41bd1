import { useTranslation } from 'react-i18next'
import type { Alarm, DeliveryStatus } from '../../../contract/delivery.ts'
import type { Channel } from '../../../contract/values.ts'
import { timeText } from '../../i18n/dates.ts'
import { durationText } from '../../i18n/durations.ts'
import { useIntlLocale, useLocale } from '../../i18n/use-locale.ts'
import type { BannerLine } from './banner-lines.ts'

/** A wait shorter than this is no news. */
const worthSayingMs = 60_000

/** Keeps a block of numbers left-to-right inside a Persian sentence: an isolate, then its end. */
const ltr = (text: string): string => `\u2066${text}\u2069`

/** The banner's lines as sentences in the language of the screen. */
export function useBannerWords() {
  const { t } = useTranslation(['messages', 'common'])
  const locale = useIntlLocale()
  const names = new Intl.ListFormat(useLocale())
  const listOf = (channels: readonly Channel[]) => names.format(channels.map((each) => t(`common:channel.${each}`)))

  const blocked = (line: Extract<BannerLine, { kind: 'blocked' }>): string => {
    const { channels, working, why, providerName, sinceMs } = line
    const provider = providerName ?? t('banner.theProvider')
    const reason =
      why === 'provider_down' && sinceMs !== null
        ? t('banner.why.provider_downSince', { provider, time: timeText(sinceMs, locale) })
        : t(`banner.why.${why}`, { provider })
    const rest =
      working.length > 0
        ? t('banner.works', { count: working.length, channels: listOf(working) })
        : t('banner.nothingWorks')
    return `${t('banner.blocked', { channels: listOf(channels), reason })} ${rest}`
  }

  const alarm = ({ kind, subject, count, firstAtMs, lastAtMs }: Alarm): string =>
    t(`banner.alarm.${kind}`, {
      subject: kind === 'number_block' ? ltr(subject) : subject || t('banner.theProvider'),
      count,
      since: timeText(firstAtMs, locale),
      last: timeText(lastAtMs, locale),
    })

  return {
    of: (line: BannerLine): string => {
      if (line.kind === 'no_network') return t('banner.noNetwork')
      return line.kind === 'blocked' ? blocked(line) : alarm(line.alarm)
    },
    ofWaiting: ({ waiting, oldestWaitingMs }: Pick<DeliveryStatus, 'waiting' | 'oldestWaitingMs'>): string => {
      if (waiting === 0) return ''
      if (oldestWaitingMs === null || oldestWaitingMs < worthSayingMs) return t('banner.waiting', { count: waiting })
      return t('banner.waitingLong', { count: waiting, time: durationText(oldestWaitingMs, locale) })
    },
  }
}
