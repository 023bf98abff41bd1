import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Payment } from '../../../contract/payments.ts'
import type { Visit } from '../../../contract/visits.ts'
import { RowList } from '../../ui/Row.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import type { VisitStores } from '../desk-visit/visit-stores.ts'
import { PaymentRow } from './PaymentRow.tsx'
import { ReceiptActions } from './ReceiptActions.tsx'
import { VoidDialog } from './VoidDialog.tsx'

interface PaymentsListProps {
  readonly stores: VisitStores
  readonly visit: Visit
  readonly payments: readonly Payment[]
}

/** What the customer has paid, with a reprint and a void for each. */
export function PaymentsList({ stores, visit, payments }: PaymentsListProps) {
  const { t } = useTranslation(['desk', 'common'])
  const [reprinting, setReprinting] = useState<Payment | null>(null)
  if (payments.length === 0) {
    return (
      <StateMessage tone="empty" size="page" title={t('payments.none')}>
        {t('payments.noneMore')}
      </StateMessage>
    )
  }
  return (
    <>
      <RowList label={t('payments.label')}>
        {payments.map((payment) => (
          <PaymentRow key={payment.paymentId} payment={payment}>
            <Button variant="default" onClick={() => setReprinting(payment)}>
              {t('payments.reprint')}
            </Button>
            {payment.status === 'paid' && (
              <Button variant="default" onClick={() => stores.voiding.getState().open(payment)}>
                {t('payments.void')}
              </Button>
            )}
          </PaymentRow>
        ))}
      </RowList>
      <Modal
        opened={reprinting !== null}
        onClose={() => setReprinting(null)}
        title={t('payments.receiptTitle', { receiptNo: reprinting?.receiptNo ?? '' })}
        closeButtonProps={{ 'aria-label': t('common:action.close') }}
      >
        {reprinting && <ReceiptActions visit={visit} receiptId={reprinting.receiptId} />}
      </Modal>
      <VoidDialog store={stores.voiding} />
    </>
  )
}
