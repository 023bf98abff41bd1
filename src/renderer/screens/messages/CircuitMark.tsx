import { useTranslation } from 'react-i18next'
import type { ProviderView } from '../../../contract/providers.ts'
import { timeText } from '../../i18n/dates.ts'
import { useIntlLocale } from '../../i18n/use-locale.ts'
import { StatusMark } from './StatusMark.tsx'

/** A rest ends within the minute that is said, never after it. */
const wholeMinute = (atMs: number): number => Math.ceil(atMs / 60_000) * 60_000

/** Whether messages go to this provider now. */
export function CircuitMark({ circuit, retryAtMs }: Pick<ProviderView, 'circuit' | 'retryAtMs'>) {
  const { t } = useTranslation('messages')
  const locale = useIntlLocale()
  if (circuit === 'closed') return <StatusMark tone="good">{t('circuit.closed')}</StatusMark>
  if (circuit === 'half_open') return <StatusMark tone="unsure">{t('circuit.half_open')}</StatusMark>
  return (
    <StatusMark tone="warning">
      {retryAtMs === null
        ? t('circuit.open')
        : t('circuit.openUntil', { time: timeText(wholeMinute(retryAtMs), locale) })}
    </StatusMark>
  )
}
