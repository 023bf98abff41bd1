import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { LoadingRows } from '../../ui/LoadingRows.tsx'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { useDesk } from '../desk/desk-context.tsx'
import type { Counter } from '../desk/desk-view-model.ts'
import { TwoPanes } from '../desk/TwoPanes.tsx'
import { VerifyPanel } from '../desk-verify/VerifyPanel.tsx'
import { CustomerCard } from './CustomerCard.tsx'
import classes from './CustomerWork.module.css'
import { createCustomerModel } from './customer-view-model.ts'
import { EditCustomer } from './EditCustomer.tsx'
import { SendCodePanel } from './SendCodePanel.tsx'
import { UnlockDialog } from './UnlockDialog.tsx'
import { createUnlockModel } from './unlock-view-model.ts'

interface CustomerWorkProps {
  readonly customerId: string
  readonly verifying: Extract<Counter, { kind: 'verifying' }> | null
}

/** A customer before the visit: who it is at the start, proving it at the end. */
export function CustomerWork({ customerId, verifying }: CustomerWorkProps) {
  const { t } = useTranslation('desk')
  const { ports, store: desk } = useDesk()
  const [store] = useState(() => createCustomerModel(ports, desk.getState().verify))
  const [unlock] = useState(() =>
    createUnlockModel(ports, () => {
      store.getState().forgetRefusal()
      // The code that was locked is dead; the way on is a new one, which is asked for a step earlier.
      if (desk.getState().counter.kind === 'verifying') desk.getState().back()
    }),
  )
  const { state, load, show } = useStore(store)
  const [editing, setEditing] = useState(false)

  useEffect(() => void load(customerId), [load, customerId])

  if (state.kind === 'loading') return <TwoPanes customer={<LoadingRows rows={5} />} work={null} />
  if (state.kind === 'failed') {
    return (
      <div className={classes.alone}>
        <ProblemMessage problem={state.failure} onRetry={() => void load(customerId)} />
      </div>
    )
  }
  if (state.kind === 'missing') {
    const again = <Button onClick={() => desk.getState().clear()}>{t('customer.searchAgain')}</Button>
    return (
      <StateMessage tone="warning" size="page" title={t('customer.missing')} action={again}>
        {t('customer.missingMore')}
      </StateMessage>
    )
  }
  const openUnlock = () => unlock.getState().open()
  return (
    <>
      <TwoPanes
        customer={<CustomerCard customer={state.customer} onEdit={() => setEditing(true)} />}
        work={
          verifying ? (
            <VerifyPanel key={verifying.asked} verifying={verifying} onUnlock={openUnlock} />
          ) : (
            <SendCodePanel store={store} onEdit={() => setEditing(true)} onUnlock={openUnlock} />
          )
        }
      />
      <UnlockDialog store={unlock} customerId={customerId} />
      {editing && (
        <EditCustomer
          customer={state.customer}
          onClose={() => setEditing(false)}
          onSaved={(customer) => {
            show(customer)
            setEditing(false)
          }}
        />
      )}
    </>
  )
}
