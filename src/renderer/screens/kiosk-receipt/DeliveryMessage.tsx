import { useTranslation } from 'react-i18next'
import { Ltr } from '../../ui/Ltr.tsx'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import type { Delivery } from './receipt-view-model.ts'

/** What became of printing or mailing. */
export function DeliveryMessage({ state }: { readonly state: Delivery }) {
  const { t } = useTranslation(['kiosk', 'printers'])
  switch (state.step) {
    case 'ready':
    case 'mailing':
      return null
    case 'printing':
      return <StateMessage tone="info" title={t('printers:kiosk.printing')} />
    case 'on_paper':
      return (
        <StateMessage
          tone={state.confirmed ? 'good' : 'info'}
          title={t(state.confirmed ? 'printers:kiosk.printed' : 'printers:kiosk.sent')}
        />
      )
    case 'printed':
      return <StateMessage tone="good" title={state.duplicate ? t('receipt.printedAgain') : t('receipt.printed')} />
    case 'mailed':
      return (
        <StateMessage tone="good" title={t('receipt.mailed')}>
          <Ltr>{state.to}</Ltr>
        </StateMessage>
      )
    case 'not_printed': {
      const { failure } = state
      const known = failure === 'paper_out' || failure === 'cover_open' ? failure : 'other'
      return (
        <StateMessage tone="warning" title={failure === null ? t('receipt.not_printed') : t(`printers:kiosk.${known}`)}>
          {state.mayBeOut && <p>{t('printers:kiosk.mayBeOut')}</p>}
          {t('receipt.stands')}
        </StateMessage>
      )
    }
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
