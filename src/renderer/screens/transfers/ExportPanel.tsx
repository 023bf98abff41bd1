import { Button, Group } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import classes from './ExportPanel.module.css'
import { type ExportStore, exportKinds } from './export-view-model.ts'
import { JobPanel } from './JobPanel.tsx'
import type { JobStore } from './job-view-model.ts'
import { KindPicker } from './KindPicker.tsx'

/** Choosing what to take out, and saving the file when the office has written it. */
export function ExportPanel({ store, job }: { readonly store: ExportStore; readonly job: JobStore }) {
  const { t } = useTranslation('desk')
  const { what, state, use, start, another } = useStore(store)
  if (state.kind === 'started') {
    return <JobPanel job={job} act="export" fileName={`${what}.csv`} onAnother={another} />
  }
  return (
    <div className={classes.panel}>
      <KindPicker label={t('transfers.whatOut')} kinds={exportKinds} value={what} onChange={use} />
      {state.kind === 'busy' && <StateMessage tone="warning" title={t('transfers.refused.busy')} />}
      {state.kind === 'failed' && <ProblemMessage problem={state.failure} onRetry={() => void start()} />}
      <Group>
        <Button loading={state.kind === 'starting'} onClick={() => void start()}>
          {t('transfers.startExport')}
        </Button>
      </Group>
    </div>
  )
}
