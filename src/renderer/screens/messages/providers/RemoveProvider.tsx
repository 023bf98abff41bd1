import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { Route } from '../../../../contract/providers.ts'
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx'
import { ProblemMessage } from '../../../ui/ProblemMessage.tsx'
import { useRouteName } from '../use-route-name.ts'
import { type ProvidersStore, routesWith } from './providers-view-model.ts'

/** Asks before a provider and its secret are forgotten, and says which routes lose it. */
export function RemoveProvider({
  store,
  routes,
}: {
  readonly store: ProvidersStore
  readonly routes: readonly Route[]
}) {
  const { t } = useTranslation('messages')
  const routeName = useRouteName()
  const { removing, remove, keep } = useStore(store)
  if (removing.kind !== 'asking') return null
  const { view, busy, failure } = removing
  const losing = routesWith(routes, view.providerId)
  return (
    <ConfirmDialog
      opened
      title={t('providers.removeTitle', { name: view.name })}
      confirmLabel={t('providers.remove')}
      tone="danger"
      busy={busy}
      onConfirm={() => void remove()}
      onClose={keep}
    >
      <p>{t('providers.removeMore')}</p>
      {losing.length > 0 && (
        <>
          <p>{t('providers.losing')}</p>
          <ul>
            {losing.map((route) => (
              <li key={`${route.channel}${route.prefix}`}>
                {routeName(route)}
                {route.providerIds.length === 1 && ` – ${t('providers.losingLast')}`}
              </li>
            ))}
          </ul>
        </>
      )}
      {failure && <ProblemMessage problem={failure} />}
    </ConfirmDialog>
  )
}
