import { useTranslation } from 'react-i18next'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { VouchRefusalMessage } from '../desk-vouch/VouchRefusalMessage.tsx'
import { SendRefusalMessage } from '../kiosk-identify/SendRefusalMessage.tsx'
import type { ChangeFault } from './contact-change-view-model.ts'

/** Why the change has not gone on, and what can be done. */
export function ChangeFaultMessage({ fault }: { readonly fault: ChangeFault }) {
  const { t } = useTranslation('identity')
  switch (fault.kind) {
    case 'not_begun':
      return <StateMessage tone="warning" title={t(`contacts.refused.${fault.reason}`)} />
    case 'not_sent':
      return <SendRefusalMessage refusal={fault.refusal} />
    case 'not_proven':
      return (
        <StateMessage tone="error" title={t(`app.refused.${fault.refusal.outcome}`)}>
          {fault.refusal.outcome === 'wrong' && t('app.triesLeft', { count: fault.refusal.triesLeft })}
        </StateMessage>
      )
    case 'not_approved':
      return <VouchRefusalMessage refusal={fault.refusal} />
    case 'problem':
      return <ProblemMessage problem={fault.problem} />
  }
}
