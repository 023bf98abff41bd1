import { Button } from '@mantine/core'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { useDesk } from '../desk/desk-context.tsx'

/**
 * A right code whose answer was lost opened a visit all the same; typing it again then finds nothing asked for.
 * This finds that visit, so the customer needs no second code.
 */
export function OpenVisitHint({ customerName }: { readonly customerName: string }) {
  const { t } = useTranslation('desk')
  const { store } = useDesk()
  const openVisits = useStore(store, (state) => state.openVisits)
  useEffect(() => void store.getState().loadOpenVisits(), [store])
  const visit = openVisits.find((open) => open.customerName === customerName)
  if (!visit) return null
  return (
    <StateMessage
      tone="info"
      title={t('verify.openVisit')}
      action={<Button onClick={() => store.getState().openVisit(visit.visitId)}>{t('verify.continue')}</Button>}
    />
  )
}
