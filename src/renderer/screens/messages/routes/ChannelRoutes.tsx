import { Button, Title } from '@mantine/core'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { Channel } from '../../../../contract/values.ts'
import { StateMessage } from '../../../ui/StateMessage.tsx'
import type { MessagesTab } from '../messages-tabs.ts'
import { AddPrefix } from './AddPrefix.tsx'
import classes from './ChannelRoutes.module.css'
import { RouteOrder } from './RouteOrder.tsx'
import { carriersOf, prefixRoutes } from './route-order.ts'
import type { RoutesState, RoutesStore } from './routes-view-model.ts'

interface ChannelRoutesProps {
  readonly channel: Channel
  readonly store: RoutesStore
  readonly shown: Extract<RoutesState, { kind: 'shown' }>
  readonly onGoTo: (tab: MessagesTab) => void
}

/** One channel: its order, and extra orders for numbers of some countries. */
export function ChannelRoutes({ channel, store, shown, onGoTo }: ChannelRoutesProps) {
  const { t } = useTranslation(['messages', 'common'])
  const headingId = useId()
  const name = t(`common:channel.${channel}`)
  const carried = carriersOf(shown.providers, channel).length > 0
  return (
    <section aria-labelledby={headingId} className={classes.channel}>
      <Title order={2} id={headingId}>
        {name}
      </Title>
      {carried ? (
        <>
          <RouteOrder routeKey={{ channel, prefix: '' }} store={store} shown={shown} />
          {prefixRoutes(shown.draft, channel).map(({ prefix }) => (
            <RouteOrder key={prefix} routeKey={{ channel, prefix }} store={store} shown={shown} />
          ))}
          {channel !== 'email' && <AddPrefix channel={channel} store={store} />}
        </>
      ) : (
        <StateMessage
          tone="empty"
          title={t('routes.none', { channel: name })}
          action={
            <Button variant="default" onClick={() => onGoTo('providers')}>
              {t('routes.toProviders')}
            </Button>
          }
        />
      )}
    </section>
  )
}
