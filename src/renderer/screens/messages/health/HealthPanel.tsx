import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { problemOf } from '../../../client/problem.ts'
import { CardList } from '../../../ui/Card.tsx'
import { LoadingRows } from '../../../ui/LoadingRows.tsx'
import { ProblemMessage } from '../../../ui/ProblemMessage.tsx'
import { StateMessage } from '../../../ui/StateMessage.tsx'
import { useDesk } from '../../desk/desk-context.tsx'
import type { MessagesTab } from '../messages-tabs.ts'
import { Panel } from '../Panel.tsx'
import { OfficeFigures } from './OfficeFigures.tsx'
import { ProviderHealthCard } from './ProviderHealthCard.tsx'

const everyMs = 5000

/** How the messages fare: what waits, what today has cost, and each provider's figures. The last figures stay while newer ones come. */
export function HealthPanel({ onGoTo }: { readonly onGoTo: (tab: MessagesTab) => void }) {
  const { t } = useTranslation('messages')
  const { ports } = useDesk()
  const { delivery } = ports.client
  const health = useQuery({
    queryKey: ['delivery', 'health'],
    queryFn: () => delivery.health(),
    refetchInterval: everyMs,
  })
  const limits = useQuery({ queryKey: ['delivery', 'limits'], queryFn: () => delivery.limits() })

  if (!health.data) {
    return (
      <Panel>
        {health.isError ? (
          <ProblemMessage problem={problemOf(health.error)} onRetry={() => void health.refetch()} />
        ) : (
          <LoadingRows rows={6} />
        )}
      </Panel>
    )
  }
  const { providers, queue, today } = health.data
  return (
    <Panel>
      {health.isError && (
        <StateMessage
          tone="warning"
          title={t('health.old')}
          action={
            <Button variant="default" onClick={() => void health.refetch()}>
              {t('health.again')}
            </Button>
          }
        />
      )}
      <OfficeFigures queue={queue} today={today} limits={limits.data ?? null} />
      {providers.length === 0 ? (
        <StateMessage
          tone="empty"
          size="page"
          title={t('providers.none')}
          action={<Button onClick={() => onGoTo('providers')}>{t('health.setUp')}</Button>}
        >
          {t('providers.noneMore')}
        </StateMessage>
      ) : (
        <CardList>
          {providers.map((provider) => (
            <ProviderHealthCard key={provider.providerId} provider={provider} />
          ))}
        </CardList>
      )}
    </Panel>
  )
}
