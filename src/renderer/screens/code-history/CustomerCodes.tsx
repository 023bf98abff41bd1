import { Button, Modal, Stack, Switch } from '@mantine/core'
import { History } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { useDesk } from '../desk/desk-context.tsx'
import { CodesList } from './CodesList.tsx'
import { createCodesModel } from './codes-view-model.ts'

/** The way from a customer to the codes they were sent, for supervisors and administrators. */
export function CustomerCodes({ customerId }: { readonly customerId: string }) {
  const { t } = useTranslation('audit')
  const { staff } = useDesk()
  const [open, setOpen] = useState(false)
  if (staff.role === 'clerk') return null
  return (
    <>
      <Button variant="default" leftSection={<History aria-hidden size={20} />} onClick={() => setOpen(true)}>
        {t('codes.ofCustomer')}
      </Button>
      <Modal
        closeButtonProps={{ 'aria-label': t('proof.close') }}
        opened={open}
        onClose={() => setOpen(false)}
        title={t('codes.ofCustomer')}
        size="xl"
      >
        <CodesOf customerId={customerId} />
      </Modal>
    </>
  )
}

function CodesOf({ customerId }: { readonly customerId: string }) {
  const { t } = useTranslation('audit')
  const { ports } = useDesk()
  const [store] = useState(() => createCodesModel(ports, customerId))
  const { filter, set } = useStore(store)
  return (
    <Stack>
      <Switch
        size="md"
        label={t('codes.archived')}
        checked={filter.archived}
        onChange={(event) => set({ archived: event.currentTarget.checked })}
      />
      <CodesList
        store={store}
        empty={
          <StateMessage tone="empty" title={t('codes.none')}>
            {!filter.archived && t('codes.noneMore')}
          </StateMessage>
        }
      />
    </Stack>
  )
}
