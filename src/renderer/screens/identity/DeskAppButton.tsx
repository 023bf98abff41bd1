import { Button, Group, Modal, Stack } from '@mantine/core'
import { Smartphone } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { useDesk } from '../desk/desk-context.tsx'
import { AppCodeForm } from './AppCodeForm.tsx'
import { createAppCodeModel } from './app-code-view-model.ts'

/** Verifying by the customer's authenticator app: no message, no network. Shown only where they have one. */
export function DeskAppButton({ customerId, prominent }: { readonly customerId: string; readonly prominent: boolean }) {
  const { t } = useTranslation(['identity', 'common'])
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button
        variant={prominent ? 'filled' : 'default'}
        leftSection={<Smartphone aria-hidden size={20} />}
        onClick={() => setAsking(true)}
      >
        {t('identity:app.use')}
      </Button>
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('identity:app.title')}
        size={560}
        closeButtonProps={{ 'aria-label': t('common:action.close') }}
      >
        <AppDialog customerId={customerId} onClose={() => setAsking(false)} />
      </Modal>
    </>
  )
}

function AppDialog({ customerId, onClose }: { readonly customerId: string; readonly onClose: () => void }) {
  const { t } = useTranslation(['identity', 'desk'])
  const { ports, store: desk } = useDesk()
  const [store] = useState(() =>
    createAppCodeModel(
      (code) => ports.client.identity.verifyCustomerByApp({ customerId, code }),
      desk.getState().openVisit,
    ),
  )
  const { code, busy, submit } = useStore(store)
  return (
    <Stack>
      <p>{t('identity:app.deskLead')}</p>
      <AppCodeForm store={store} />
      <Group justify="space-between">
        <Button variant="default" disabled={busy} onClick={onClose}>
          {t('desk:vouch.cancel')}
        </Button>
        <Button loading={busy} disabled={code.trim().length < 6} onClick={() => void submit()}>
          {t('identity:app.check')}
        </Button>
      </Group>
    </Stack>
  )
}
