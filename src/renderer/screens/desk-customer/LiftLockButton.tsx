import { Button } from '@mantine/core'
import { LockOpen } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useDesk } from '../desk/desk-context.tsx'

/** Supervisors lift a lock here; a clerk is told whom to ask. */
export function LiftLockButton({ onPress }: { readonly onPress: () => void }) {
  const { t } = useTranslation('desk')
  const { staff } = useDesk()
  if (staff.role === 'clerk') return <span>{t('unlock.askSupervisor')}</span>
  return (
    <Button variant="default" leftSection={<LockOpen aria-hidden size={20} />} onClick={onPress}>
      {t('unlock.action')}
    </Button>
  )
}
