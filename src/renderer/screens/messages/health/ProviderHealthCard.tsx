import { Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ProviderHealth } from '../../../../contract/delivery.ts'
import { Card } from '../../../ui/Card.tsx'
import { Facts } from '../../../ui/Facts.tsx'
import { CircuitMark } from '../CircuitMark.tsx'
import { useChannelNames } from '../use-channel-names.ts'
import { Balance } from './Balance.tsx'
import classes from './ProviderHealthCard.module.css'
import { useHealthFacts } from './use-health-facts.ts'

/** One provider's figures: does it take messages, do they arrive, how fast, for how much. */
export function ProviderHealthCard({ provider }: { readonly provider: ProviderHealth }) {
  const { t } = useTranslation('messages')
  const channelNames = useChannelNames()
  const facts = useHealthFacts(provider)
  return (
    <Card
      heading={
        <Title order={2} size="h3">
          <bdi>{provider.name}</bdi> <span className={classes.channels}>{channelNames(provider.channels)}</span>
        </Title>
      }
      aside={<CircuitMark {...provider} />}
    >
      <Facts
        className={classes.facts}
        strong
        facts={facts.map(({ name, value, more }) => ({
          label: t(`health.${name}`),
          value: (
            <>
              <bdi>{value}</bdi>
              {more && <span className={classes.more}>{more}</span>}
            </>
          ),
        }))}
      />
      {provider.balance && <Balance providerId={provider.providerId} balance={provider.balance} />}
      {provider.lastWords && (
        <p className={classes.words}>
          {t('health.lastWords')} <bdi>{provider.lastWords}</bdi>
        </p>
      )}
    </Card>
  )
}
