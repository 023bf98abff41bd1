import { useTranslation } from 'react-i18next'
import { Ltr } from '../../ui/Ltr.tsx'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import type { Delivery } from './receipt-view-model.ts'

/** What became of printing or mailing. */
export function DeliveryMessage({ state }: { readonly state: Delivery }) {
  const { t } = useTranslation('kiosk')
  switch (state.step) {
    case 'ready':
    case 'printing':
    case 'mailing':
      return null
    case 'printed':
      return <StateMessage tone="good" title={state.duplicate ? t('receipt.printedAgain') : t('receipt.printed')} />
    case 'mailed':
      return (
        <StateMessage tone="good" title={t('receipt.mailed')}>
          <Ltr>{state.to}</Ltr>
        </StateMessage>
      )
    case 'not_printed':
    case 'not_mailed':
      return (
        <StateMessage tone="warning" title={t(`receipt.${state.step}`)}>
          {t('receipt.stands')}
        </StateMessage>
      )
    case 'problem':
      return <ProblemMessage problem={state.problem} />
  }
}
