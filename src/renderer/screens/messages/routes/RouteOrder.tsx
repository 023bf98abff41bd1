import { Button, Title } from '@mantine/core'
import { Plus } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Route } from '../../../../contract/providers.ts'
import { Quiet } from '../../../ui/Quiet.tsx'
import { useRouteName } from '../use-route-name.ts'
import classes from './RouteOrder.module.css'
import { RouteStep } from './RouteStep.tsx'
import { carriersOf, orderOf, routeOf } from './route-order.ts'
import type { RoutesState, RoutesStore } from './routes-view-model.ts'

interface RouteOrderProps {
  readonly routeKey: Pick<Route, 'channel' | 'prefix'>
  readonly store: RoutesStore
  readonly shown: Extract<RoutesState, { kind: 'shown' }>
}

/** One order: first, then second; buttons move a provider, so it works by key and by touch alike. */
export function RouteOrder({ routeKey, store, shown }: RouteOrderProps) {
  const { t } = useTranslation('messages')
  const routeName = useRouteName()
  const { move, include, exclude, forget } = store.getState()
  const order = orderOf(shown.draft, shown.providers, routeKey)
  const set = routeOf(shown.draft, routeKey) !== null
  const extra = routeKey.prefix !== ''
  const outside = carriersOf(shown.providers, routeKey.channel).filter((view) => !order.includes(view))
  return (
    <div className={classes.order}>
      <div className={classes.head}>
        {extra ? (
          <Title order={3}>{routeName(routeKey)}</Title>
        ) : (
          <Quiet>{t(set ? 'routes.set' : 'routes.usual')}</Quiet>
        )}
        {set && (
          <Button variant="subtle" onClick={() => forget(routeKey)}>
            {t(extra ? 'routes.removeRoute' : 'routes.toUsual')}
          </Button>
        )}
      </div>
      <ol className={classes.steps}>
        {order.map((view, place) => (
          <RouteStep
            key={view.providerId}
            view={view}
            place={place}
            of={order.length}
            onMove={(step) => move(routeKey, view.providerId, step)}
            onExclude={() => exclude(routeKey, view.providerId)}
          />
        ))}
      </ol>
      {outside.length > 0 && (
        <div className={classes.outside}>
          <Quiet>{t('routes.outside')}</Quiet>
          {outside.map(({ providerId, name }) => (
            <Button
              key={providerId}
              variant="default"
              leftSection={<Plus aria-hidden size={20} />}
              aria-label={t('routes.include', { name })}
              onClick={() => include(routeKey, providerId)}
            >
              <bdi>{name}</bdi>
            </Button>
          ))}
        </div>
      )}
    </div>
  )
}
