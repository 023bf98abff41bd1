import { Title } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useRefreshOffice } from '../../office-context.tsx'
import { useDesk } from '../desk/desk-context.tsx'
import classes from './AddCustomer.module.css'
import { CustomerForm } from './CustomerForm.tsx'
import { createCustomerFormModel } from './customer-form-view-model.ts'

/** Adding a walk-in whom the register does not know; afterwards they are at the counter. */
export function AddCustomer({ typed }: { readonly typed: string }) {
  const { t } = useTranslation('desk')
  const { ports, store: desk } = useDesk()
  const refreshOffice = useRefreshOffice()
  const [store] = useState(() =>
    createCustomerFormModel(ports, { typed }, (customer) => {
      desk.getState().choose(customer.customerId)
      void refreshOffice()
    }),
  )
  return (
    <div className={classes.page}>
      <Title order={1}>{t('form.addTitle')}</Title>
      <CustomerForm store={store} onLeave={() => desk.getState().clear()} />
    </div>
  )
}
