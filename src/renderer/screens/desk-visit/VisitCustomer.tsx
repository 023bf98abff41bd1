import { BadgeCheck } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { Visit } from '../../../contract/visits.ts'
import { LoadingRows } from '../../ui/LoadingRows.tsx'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { useDesk } from '../desk/desk-context.tsx'
import { CustomerCard } from '../desk-customer/CustomerCard.tsx'
import { createCustomerModel } from '../desk-customer/customer-view-model.ts'
import { EditCustomer } from '../desk-customer/EditCustomer.tsx'
import classes from './VisitCustomer.module.css'

interface VisitCustomerProps {
  readonly visit: Visit
  readonly balanceMinor: number
  readonly onChanged: () => Promise<void>
}

/** The verified customer, with the balance that moves as they pay. */
export function VisitCustomer({ visit, balanceMinor, onChanged }: VisitCustomerProps) {
  const { t } = useTranslation('desk')
  const { ports } = useDesk()
  // Inside a visit no code is sent, so nothing follows from one.
  const [store] = useState(() => createCustomerModel(ports, () => undefined))
  const { state, load, show } = useStore(store)
  const [editing, setEditing] = useState(false)
  const { customerId } = visit

  useEffect(() => void load(customerId), [load, customerId])

  if (state.kind === 'loading') return <LoadingRows rows={5} />
  if (state.kind === 'failed') return <ProblemMessage problem={state.failure} onRetry={() => void load(customerId)} />
  if (state.kind === 'missing') {
    return (
      <StateMessage tone="warning" title={t('customer.missing')}>
        {t('customer.missingMore')}
      </StateMessage>
    )
  }
  return (
    <>
      <CustomerCard
        customer={state.customer}
        balanceMinor={balanceMinor}
        onEdit={() => setEditing(true)}
        mark={
          <p className={classes.verified}>
            <BadgeCheck aria-hidden size={20} /> {t(`visit.verifiedBy.${visit.verifiedBy}`)}
          </p>
        }
      />
      {editing && (
        <EditCustomer
          customer={state.customer}
          onClose={() => setEditing(false)}
          onSaved={(customer) => {
            show(customer)
            setEditing(false)
            void onChanged()
          }}
        />
      )}
    </>
  )
}
