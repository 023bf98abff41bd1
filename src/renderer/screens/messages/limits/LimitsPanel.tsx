import { Button } from '@mantine/core'
import { useEffect, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { LoadingRows } from '../../../ui/LoadingRows.tsx'
import { ProblemMessage } from '../../../ui/ProblemMessage.tsx'
import { StateMessage } from '../../../ui/StateMessage.tsx'
import { useDesk } from '../../desk/desk-context.tsx'
import { useUnsaved } from '../../desk/use-unsaved.ts'
import { Panel } from '../Panel.tsx'
import { CostLimits } from './CostLimits.tsx'
import { CountLimits } from './CountLimits.tsx'
import classes from './LimitsPanel.module.css'
import { limitsOf } from './limits-draft.ts'
import { createLimitsModel } from './limits-view-model.ts'
import { SmsLimits } from './SmsLimits.tsx'

/** The office's limits against abuse: how many codes, to which countries, for how much money. */
export function LimitsPanel() {
  const { t } = useTranslation('messages')
  const { ports } = useDesk()
  const formId = useId()
  const [store] = useState(() => createLimitsModel(ports))
  const { state, load, change, undo, save } = useStore(store)
  useEffect(() => void load(), [load])
  const changed = state.kind === 'shown' && JSON.stringify(state.draft) !== JSON.stringify(state.saved)
  useUnsaved(changed)

  if (state.kind !== 'shown') {
    return (
      <Panel>
        {state.kind === 'loading' ? (
          <LoadingRows rows={6} />
        ) : (
          <ProblemMessage problem={state.failure} onRetry={() => void load()} />
        )}
      </Panel>
    )
  }
  const { draft, step } = state
  return (
    <Panel
      primary={{
        label: t('limits.save'),
        submits: formId,
        busy: step.kind === 'saving',
        disabled: !changed || limitsOf(draft) === null,
      }}
      secondary={
        changed && (
          <Button variant="default" onClick={undo}>
            {t('undo')}
          </Button>
        )
      }
    >
      <p className={classes.lead}>{t('limits.lead')}</p>
      {step.kind === 'saved' && <StateMessage tone="good" title={t('limits.saved')} />}
      {step.kind === 'failed' && <ProblemMessage problem={step.failure} onRetry={() => void save()} />}
      <form
        id={formId}
        noValidate
        className={classes.columns}
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <CountLimits draft={draft} onChange={change} />
        <div className={classes.column}>
          <SmsLimits draft={draft} onChange={change} />
          <CostLimits draft={draft} onChange={change} />
        </div>
      </form>
    </Panel>
  )
}
