import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { useRefreshOffice } from '../../../office-context.tsx'
import { LoadingRows } from '../../../ui/LoadingRows.tsx'
import { ProblemMessage } from '../../../ui/ProblemMessage.tsx'
import { useDesk } from '../../desk/desk-context.tsx'
import { Panel } from '../Panel.tsx'
import { ChoosePreset } from './ChoosePreset.tsx'
import { ProviderForm } from './ProviderForm.tsx'
import { ProviderList } from './ProviderList.tsx'
import { blankDraft, draftOf } from './provider-draft.ts'
import { createProvidersModel } from './providers-view-model.ts'
import { RemoveProvider } from './RemoveProvider.tsx'

/** Who carries the office's messages: the list, adding one, changing one. */
export function ProvidersPanel() {
  const { t } = useTranslation('messages')
  const { ports } = useDesk()
  const refreshOffice = useRefreshOffice()
  const [store] = useState(() => createProvidersModel(ports, () => void refreshOffice()))
  const { state, place, load, saved, toList } = useStore(store)
  useEffect(() => void load(), [load])

  if (state.kind === 'loading' || state.kind === 'failed') {
    return (
      <Panel>
        {state.kind === 'loading' ? (
          <LoadingRows rows={4} />
        ) : (
          <ProblemMessage problem={state.failure} onRetry={() => void load()} />
        )}
      </Panel>
    )
  }
  if (place.kind === 'choosing') return <ChoosePreset store={store} />
  return (
    <>
      {place.kind === 'list' && <ProviderList store={store} shown={state} notice={place.notice} />}
      {place.kind === 'form' && (
        <ProviderForm
          key={place.view?.providerId ?? place.preset}
          start={{
            draft: place.view?.settings
              ? draftOf(place.view.settings)
              : blankDraft(place.preset, t(`preset.${place.preset}`)),
            view: place.view,
          }}
          secretsIn={state.secretsIn}
          onSaved={(name) => void saved(name)}
          onLeave={toList}
          onRemove={() => place.view && store.getState().askRemove(place.view)}
        />
      )}
      <RemoveProvider store={store} routes={state.routes} />
    </>
  )
}
