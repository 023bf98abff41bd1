import { Modal } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CustomerDetail } from '../../../contract/customers.ts'
import { useDesk } from '../desk/desk-context.tsx'
import { CustomerForm } from './CustomerForm.tsx'
import { createCustomerFormModel } from './customer-form-view-model.ts'

interface EditCustomerProps {
  readonly customer: CustomerDetail
  readonly onSaved: (customer: CustomerDetail) => void
  readonly onClose: () => void
}

/** Changing a customer's data. It closes only by its own buttons, so a stray click throws nothing away. */
export function EditCustomer({ customer, onSaved, onClose }: EditCustomerProps) {
  const { t } = useTranslation('desk')
  const { ports } = useDesk()
  const [store] = useState(() => createCustomerFormModel(ports, { customer }, onSaved))
  return (
    <Modal
      opened
      onClose={onClose}
      size={720}
      title={t('form.editTitle')}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
    >
      <CustomerForm store={store} onLeave={onClose} />
    </Modal>
  )
}
