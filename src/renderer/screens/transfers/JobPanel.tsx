import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { JobEnd } from './JobEnd.tsx'
import classes from './JobPanel.module.css'
import { JobRun } from './JobRun.tsx'
import type { JobStore } from './job-view-model.ts'

export type JobAct = 'import' | 'export'

interface JobPanelProps {
  readonly job: JobStore
  readonly act: JobAct
  /** The name of the file that the job leaves behind: the export, or the rejects of an import. */
  readonly fileName: string
  readonly onAnother: () => void
}

/** A job from its start to its end. */
export function JobPanel({ job, act, fileName, onAnother }: JobPanelProps) {
  const { t } = useTranslation('desk')
  const { state } = useStore(job)
  const another = (
    <Button variant="default" onClick={onAnother}>
      {t('transfers.another')}
    </Button>
  )
  return (
    <div className={classes.panel}>
      {state.kind === 'running' && <JobRun job={job} act={act} running={state} />}
      {state.kind === 'ended' && (
        <JobEnd job={job} act={act} progress={state.progress} fileName={fileName} another={another} />
      )}
      {state.kind === 'lost' && (
        <>
          <p>{t('transfers.lost')}</p>
          <ProblemMessage problem={state.failure} />
          {another}
        </>
      )}
    </div>
  )
}
