import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { Channel } from '../../../../contract/values.ts'
import { LoadingRows } from '../../../ui/LoadingRows.tsx'
import { ProblemMessage } from '../../../ui/ProblemMessage.tsx'
import { StateMessage } from '../../../ui/StateMessage.tsx'
import { useDesk } from '../../desk/desk-context.tsx'
import { useUnsaved } from '../../desk/use-unsaved.ts'
import type { MessagesTab } from '../messages-tabs.ts'
import { Panel } from '../Panel.tsx'
import { ChannelRoutes } from './ChannelRoutes.tsx'
import classes from './RoutesPanel.module.css'
import { createRoutesModel, sameRoutes } from './routes-view-model.ts'

const channels: readonly Channel[] = ['sms', 'whatsapp', 'email']

/** In which order the providers of each channel are tried. */
export function RoutesPanel({ onGoTo }: { readonly onGoTo: (tab: MessagesTab) => void }) {
  const { t } = useTranslation('messages')
  const { ports } = useDesk()
  const [store] = useState(() => createRoutesModel(ports))
  const { state, load, undo, save } = useStore(store)
  useEffect(() => void load(), [load])
  const changed = state.kind === 'shown' && !sameRoutes(state.draft, state.saved)
  useUnsaved(changed)

  if (state.kind !== 'shown') {
    return (
      <Panel>
        {state.kind === 'loading' ? (
          <LoadingRows rows={5} />
        ) : (
          <ProblemMessage problem={state.failure} onRetry={() => void load()} />
        )}
      </Panel>
    )
  }
  const { step } = state
  return (
    <Panel
      primary={{
        label: t('routes.save'),
        onPress: () => void save(),
        busy: step.kind === 'saving',
        disabled: !changed,
      }}
      secondary={
        changed && (
          <Button variant="default" onClick={undo}>
            {t('undo')}
          </Button>
        )
      }
    >
      <p className={classes.lead}>{t('routes.lead')}</p>
      {step.kind === 'saved' && <StateMessage tone="good" title={t('routes.saved')} />}
      {step.kind === 'failed' && <ProblemMessage problem={step.failure} onRetry={() => void save()} />}
      {step.kind === 'refused' && (
        <StateMessage
          tone="warning"
          title={t(`routes.refused.${step.reason}`)}
          action={
            <Button variant="default" onClick={() => void load()}>
              {t('routes.reload')}
            </Button>
          }
        />
      )}
      {channels.map((channel) => (
        <ChannelRoutes key={channel} channel={channel} store={store} shown={state} onGoTo={onGoTo} />
      ))}
    </Panel>
  )
}
