import { Button, Title } from '@mantine/core'
import { CircleCheck } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Payment } from '../../../contract/payments.ts'
import type { Visit } from '../../../contract/visits.ts'
import { Ltr } from '../../ui/Ltr.tsx'
import { Money } from '../../ui/Money.tsx'
import classes from './PaidPanel.module.css'
import { ReceiptActions } from './ReceiptActions.tsx'

interface PaidPanelProps {
  readonly visit: Visit
  readonly payment: Payment
  readonly onDone: () => void
}

/** The payment is on disk: its receipt number, the change to give back, and the receipt. */
export function PaidPanel({ visit, payment, onDone }: PaidPanelProps) {
  const { t } = useTranslation('desk')
  const { changeMinor } = payment
  return (
    <div className={classes.paid}>
      <div className={classes.head} role="status">
        <CircleCheck aria-hidden size={48} className={classes.icon} />
        <div>
          <Title order={2}>
            {t('paid.title')} <Money amountMinor={payment.amountMinor} />
          </Title>
          <p className={classes.receipt}>
            {t('paid.receipt')} <Ltr>{payment.receiptNo}</Ltr>
          </p>
        </div>
      </div>
      {changeMinor !== null && changeMinor > 0 && (
        <div className={classes.change}>
          <span>{t('paid.change')}</span>
          <Money amountMinor={changeMinor} size="total" />
        </div>
      )}
      <ReceiptActions visit={visit} receiptId={payment.receiptId} autoFocus />
      <Button variant="default" onClick={onDone}>
        {t('paid.done')}
      </Button>
    </div>
  )
}
