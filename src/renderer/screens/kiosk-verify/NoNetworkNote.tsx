import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useClient } from '../../client/client-context.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'

const askEveryMs = 3_000

/** That codes wait for the network, and who helps meanwhile. The same for everyone: it speaks of no message and no person. */
export function NoNetworkNote() {
  const { t } = useTranslation('kiosk')
  const client = useClient()
  const { data } = useQuery({
    queryKey: ['delivery', 'network'],
    queryFn: () => client.delivery.network(),
    refetchInterval: askEveryMs,
    gcTime: 0,
  })
  if (data?.codesWait !== true) return null
  return (
    <StateMessage tone="warning" title={t('verify.noNetwork')}>
      {t('verify.noNetworkMore')}
    </StateMessage>
  )
}
