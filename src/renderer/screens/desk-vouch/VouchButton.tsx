import { Button } from '@mantine/core'
import { UserCheck } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useDesk } from '../desk/desk-context.tsx'
import { VouchDialog } from './VouchDialog.tsx'
import { createVouchModel } from './vouch-view-model.ts'

interface VouchButtonProps {
  readonly customerId: string
  readonly customerName: string
}

/** The quiet way on where codes cannot go out. The visit then opens as after a code. */
export function VouchButton({ customerId, customerName }: VouchButtonProps) {
  const { t } = useTranslation('desk')
  const { ports, store: desk } = useDesk()
  const [store] = useState(() => createVouchModel(ports, customerId, desk.getState().openVisit))
  return (
    <>
      <Button
        variant="subtle"
        leftSection={<UserCheck aria-hidden size={20} />}
        onClick={() => store.getState().open()}
      >
        {t('vouch.action')}
      </Button>
      <VouchDialog store={store} customerName={customerName} />
    </>
  )
}
