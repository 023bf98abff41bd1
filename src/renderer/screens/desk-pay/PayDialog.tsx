import { Modal } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { Allocation, Payment } from '../../../contract/payments.ts'
import type { Visit } from '../../../contract/visits.ts'
import { Money } from '../../ui/Money.tsx'
import { useDesk } from '../desk/desk-context.tsx'
import { CountedPayment } from './CountedPayment.tsx'
import { MethodPicker, type PickedMethod } from './MethodPicker.tsx'
import { PaidPanel } from './PaidPanel.tsx'
import { PayCodePayment } from './PayCodePayment.tsx'
import classes from './PayDialog.module.css'
import { createPayCodeModel } from './pay-code-view-model.ts'
import { createPayModel } from './pay-view-model.ts'

interface PayDialogProps {
  readonly visit: Visit
  /** Fixed while the dialog is open: it is one thing that the clerk means to do. */
  readonly allocations: readonly Allocation[]
  readonly onMoneyMoved: (paymentId: string) => void
  /** `lookAgain` where the bills on screen turned out to be old. */
  readonly onClose: (lookAgain: boolean) => void
}

/** Taking one payment, from choosing how to the receipt. It can't be closed while its outcome isn't known. */
export function PayDialog({ visit, allocations, onMoneyMoved, onClose }: PayDialogProps) {
  const { t } = useTranslation(['desk', 'common'])
  const { ports } = useDesk()
  const [payment, setPayment] = useState<Payment | null>(null)
  const [method, setMethod] = useState<PickedMethod>('cash')
  const [{ counted, code }] = useState(() => {
    const intent = { visitId: visit.visitId, allocations }
    const paid = (done: Payment) => {
      setPayment(done)
      onMoneyMoved(done.paymentId)
    }
    return { counted: createPayModel(ports, intent, paid), code: createPayCodeModel(ports, intent, paid) }
  })
  const countedKind = useStore(counted, ({ state }) => state.kind)
  const codeKind = useStore(code, ({ state }) => state.kind)
  useEffect(() => () => code.getState().dispose(), [code])

  const busy = countedKind === 'paying' || countedKind === 'checking' || codeKind === 'creating'
  const totalMinor = allocations.reduce((sum, share) => sum + share.amountMinor, 0)
  const pick = (next: PickedMethod) => {
    setMethod(next)
    if (next !== 'pay_code') counted.getState().use(next)
  }
  return (
    <Modal
      opened
      onClose={() => onClose(false)}
      size={680}
      title={payment ? t('paid.title') : t('pay.title')}
      withCloseButton={!busy}
      closeOnEscape={!busy}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
    >
      {payment ? (
        <PaidPanel visit={visit} payment={payment} onDone={() => onClose(false)} />
      ) : (
        <div className={classes.pay}>
          <div className={classes.total}>
            <span>{t('pay.total')}</span>
            <Money amountMinor={totalMinor} size="total" />
          </div>
          {codeKind !== 'waiting' && <MethodPicker value={method} onChange={pick} disabled={busy} />}
          {method === 'pay_code' ? (
            <PayCodePayment store={code} onLater={() => onClose(false)} onLookAgain={() => onClose(true)} />
          ) : (
            <CountedPayment store={counted} totalMinor={totalMinor} onLookAgain={() => onClose(true)} />
          )}
        </div>
      )}
    </Modal>
  )
}
