import { Button } from '@mantine/core'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CardList } from '../../../ui/Card.tsx'
import { StateMessage } from '../../../ui/StateMessage.tsx'
import { Panel } from '../Panel.tsx'
import { ProviderCard } from './ProviderCard.tsx'
import classes from './ProviderList.module.css'
import type { Place, ProvidersState, ProvidersStore } from './providers-view-model.ts'
import { TestDialog } from './TestDialog.tsx'
import type { TestTarget } from './test-view-model.ts'

interface ProviderListProps {
  readonly store: ProvidersStore
  readonly shown: Extract<ProvidersState, { kind: 'shown' }>
  readonly notice: Extract<Place, { kind: 'list' }>['notice']
}

/** Every provider there is, with how it does; or why there is none and what that means. */
export function ProviderList({ store, shown, notice }: ProviderListProps) {
  const { t } = useTranslation('messages')
  const { add, edit, askRemove } = store.getState()
  const [testing, setTesting] = useState<TestTarget | null>(null)
  const { providers, secretsIn } = shown
  return (
    <Panel
      // Where there is none yet, the button in the middle is the one to press.
      primary={
        providers.length === 0
          ? undefined
          : {
              label: t('providers.add'),
              onPress: add,
              icon: <Plus aria-hidden size={20} />,
              disabled: secretsIn === 'unavailable',
            }
      }
      secondary={
        secretsIn !== 'unavailable' && <span className={classes.kept}>{t(`providers.secretsIn.${secretsIn}`)}</span>
      }
    >
      {notice && <StateMessage tone="good" title={t(`providers.${notice.what}`, { name: notice.name })} />}
      {secretsIn === 'unavailable' && (
        <StateMessage tone="warning" title={t('providers.unsafe')}>
          {t('providers.unsafeMore')}
        </StateMessage>
      )}
      {providers.length === 0 && (
        <StateMessage
          tone="empty"
          size="page"
          title={t('providers.none')}
          action={
            <Button disabled={secretsIn === 'unavailable'} onClick={add}>
              {t('providers.add')}
            </Button>
          }
        >
          {t('providers.noneMore')}
        </StateMessage>
      )}
      <CardList>
        {providers.map((view) => (
          <ProviderCard
            key={view.providerId}
            view={view}
            onEdit={() => edit(view)}
            onRemove={() => askRemove(view)}
            onTest={() => setTesting({ providerId: view.providerId, name: view.name, channels: view.channels })}
          />
        ))}
      </CardList>
      {testing && <TestDialog target={testing} onClose={() => setTesting(null)} />}
    </Panel>
  )
}
