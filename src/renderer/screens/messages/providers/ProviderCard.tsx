import { Button, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ProviderView } from '../../../../contract/providers.ts'
import { Card } from '../../../ui/Card.tsx'
import { RemoveButton } from '../../../ui/RemoveButton.tsx'
import { CircuitMark } from '../CircuitMark.tsx'
import { StatusMark } from '../StatusMark.tsx'
import { useChannelNames } from '../use-channel-names.ts'
import classes from './ProviderCard.module.css'

interface ProviderCardProps {
  readonly view: ProviderView
  readonly onEdit: () => void
  readonly onRemove: () => void
  readonly onTest: () => void
}

/** One provider: what it carries, where it is set, whether it works. */
export function ProviderCard({ view, onEdit, onRemove, onTest }: ProviderCardProps) {
  const { t } = useTranslation('messages')
  const channelNames = useChannelNames()
  const { name, kind, channels, source, settings } = view
  const off = settings !== null && !settings.enabled
  return (
    <Card
      heading={
        <Title order={2} size="h3">
          <bdi>{name}</bdi>
        </Title>
      }
      more={`${t(`kind.${kind}`)} · ${channelNames(channels)}`}
      aside={
        <>
          <Button variant="default" disabled={channels.length === 0} onClick={onTest}>
            {t('test.action')}
          </Button>
          {source === 'screen' && (
            <>
              <Button variant="default" onClick={onEdit}>
                {t('providers.change')}
              </Button>
              <RemoveButton onClick={onRemove}>{t('providers.remove')}</RemoveButton>
            </>
          )}
        </>
      }
    >
      <div className={classes.states}>
        {off ? <StatusMark tone="quiet">{t('providers.off')}</StatusMark> : <CircuitMark {...view} />}
        {source === 'environment' ? (
          <StatusMark tone="quiet">{t('providers.environment')}</StatusMark>
        ) : (
          <SecretMark secret={view.secret} />
        )}
      </div>
    </Card>
  )
}

const tones = { none: 'quiet', stored: 'good', unreadable: 'bad' } as const

function SecretMark({ secret }: Pick<ProviderView, 'secret'>) {
  const { t } = useTranslation('messages')
  return <StatusMark tone={tones[secret]}>{t(`secret.${secret}`)}</StatusMark>
}
