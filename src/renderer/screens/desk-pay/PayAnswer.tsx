import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Problem } from '../../client/problem.ts'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import type { PayRefusal } from './pay-view-model.ts'

interface PayAnswerProps {
  readonly refusal: PayRefusal | null
  readonly failure: Problem | null
  readonly notPaid: boolean
  readonly onLookAgain: () => void
}

/** These mean that the bills on screen are not the office's bills any more. */
const outdated: readonly PayRefusal['reason'][] = ['nothing_to_pay', 'unknown_bill', 'more_than_balance', 'key_reused']

/** Why nothing was taken, and what to do about it. */
export function PayAnswer({ refusal, failure, notPaid, onLookAgain }: PayAnswerProps) {
  const { t } = useTranslation('desk')
  if (failure) return <ProblemMessage problem={failure} />
  if (notPaid) {
    return (
      <StateMessage tone="warning" title={t('pay.notPaid')}>
        {t('pay.notPaidMore')}
      </StateMessage>
    )
  }
  if (!refusal) return null
  const again = (
    <Button variant="default" onClick={onLookAgain}>
      {t('pay.lookAgain')}
    </Button>
  )
  return (
    <StateMessage
      tone="warning"
      title={t(`pay.refused.${refusal.reason}`)}
      action={outdated.includes(refusal.reason) && again}
    >
      {t('pay.refusedMore')}
    </StateMessage>
  )
}
