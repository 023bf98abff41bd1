import { useTranslation } from 'react-i18next'
import { momentText } from '../../i18n/dates.ts'
import { useIntlLocale } from '../../i18n/use-locale.ts'
import { Countdown } from '../../ui/Countdown.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import type { VouchAnswer } from './vouch-view-model.ts'

/** Why the visit was not opened, and when or by whom it can be. */
export function VouchRefusalMessage({ refusal }: { readonly refusal: VouchAnswer }) {
  const { t } = useTranslation('desk')
  const locale = useIntlLocale()
  switch (refusal.outcome) {
    case 'wrong':
      return <StateMessage tone="warning" title={t('vouch.wrong', { count: refusal.triesLeft })} />
    case 'locked':
      return (
        <StateMessage tone="warning" title={t('vouch.locked')}>
          {t('vouch.lockedMore')} <Countdown toMs={refusal.untilMs} />
        </StateMessage>
      )
    case 'refused':
      return (
        <StateMessage tone="warning" title={t(`vouch.refused.${refusal.reason}`)}>
          {refusal.retryAtMs !== undefined && t('vouch.againAt', { moment: momentText(refusal.retryAtMs, locale) })}
        </StateMessage>
      )
  }
}
