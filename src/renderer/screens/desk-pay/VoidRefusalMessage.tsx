import { useTranslation } from 'react-i18next'
import { Countdown } from '../../ui/Countdown.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import type { VoidRefusal } from './void-view-model.ts'

/** Why the payment was not voided. */
export function VoidRefusalMessage({ refusal }: { readonly refusal: VoidRefusal }) {
  const { t } = useTranslation('desk')
  switch (refusal.outcome) {
    case 'wrong':
      return <StateMessage tone="warning" title={t('void.wrong', { count: refusal.triesLeft })} />
    case 'locked':
      return (
        <StateMessage tone="warning" title={t('void.locked')}>
          <Countdown toMs={refusal.untilMs} />
        </StateMessage>
      )
    case 'refused':
      return <StateMessage tone="warning" title={t(`void.refused.${refusal.reason}`)} />
  }
}
