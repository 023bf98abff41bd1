import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { PayAnswer } from './PayAnswer.tsx'
import { PayCodeWaiting } from './PayCodeWaiting.tsx'
import type { PayCodeStore } from './pay-code-view-model.ts'

interface PayCodePaymentProps {
  readonly store: PayCodeStore
  readonly onLater: () => void
  readonly onLookAgain: () => void
}

/** Paying by a pay-code: made on a press, then shown until the money is there. */
export function PayCodePayment({ store, onLater, onLookAgain }: PayCodePaymentProps) {
  const { t } = useTranslation('desk')
  const { state, create } = useStore(store)
  if (state.kind === 'waiting') return <PayCodeWaiting store={store} onLater={onLater} />
  if (state.kind === 'failed') return <ProblemMessage problem={state.failure} onRetry={() => void create()} />
  if (state.kind === 'refused') {
    return <PayAnswer refusal={state.refusal} failure={null} notPaid={false} onLookAgain={onLookAgain} />
  }
  const make = (
    <Button loading={state.kind === 'creating'} onClick={() => void create()}>
      {t(state.kind === 'over' ? 'payCode.again' : 'payCode.make')}
    </Button>
  )
  if (state.kind === 'over') {
    return (
      <StateMessage tone="warning" title={t(`payCode.${state.how}`)} action={make}>
        {t('payCode.overMore')}
      </StateMessage>
    )
  }
  return (
    <StateMessage tone="info" title={t('pay.methods.pay_code')} action={make}>
      {t('payCode.makeMore')}
    </StateMessage>
  )
}
