import { Button, Group } from '@mantine/core'
import { FileDown } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { JobProgress } from '../../../contract/transfers.ts'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { JobCounts } from './JobCounts.tsx'
import type { JobAct } from './JobPanel.tsx'
import type { JobStore } from './job-view-model.ts'
import { RejectsTable } from './RejectsTable.tsx'

interface JobEndProps {
  readonly job: JobStore
  readonly act: JobAct
  readonly progress: JobProgress
  readonly fileName: string
  readonly another: ReactNode
}

/** How a job ended, what stays of it, and its file. */
export function JobEnd({ job, act, progress, fileName, another }: JobEndProps) {
  const { t } = useTranslation('desk')
  const { file, download } = useStore(job)
  const importing = act === 'import'
  const hasFile = importing ? progress.rejected > 0 : progress.state === 'done'
  return (
    <>
      <Outcome act={act} progress={progress} />
      {importing && <JobCounts progress={progress} />}
      <Group>
        {hasFile && (
          <Button
            variant={importing ? 'default' : 'filled'}
            leftSection={<FileDown aria-hidden size={20} />}
            loading={file.kind === 'fetching'}
            onClick={() => void download(fileName)}
          >
            {t(importing ? 'transfers.saveRejects' : 'transfers.saveFile')}
          </Button>
        )}
        {another}
      </Group>
      {file.kind === 'saved' && <StateMessage tone="good" title={t('transfers.saved', { fileName: file.fileName })} />}
      {file.kind === 'gone' && <StateMessage tone="warning" title={t('transfers.gone')} />}
      {file.kind === 'failed' && <ProblemMessage problem={file.failure} onRetry={() => void download(fileName)} />}
      {importing && progress.rejects.length > 0 && <RejectsTable progress={progress} />}
    </>
  )
}

function Outcome({ act, progress }: { readonly act: JobAct; readonly progress: JobProgress }) {
  const { t } = useTranslation('desk')
  if (progress.state === 'failed') {
    return (
      <StateMessage
        tone="error"
        title={t('transfers.failed', { failure: progress.failure ?? t('transfers.noReason') })}
      >
        {t(act === 'import' ? 'transfers.failedMore' : 'transfers.failedMoreExport')}
      </StateMessage>
    )
  }
  if (progress.state === 'cancelled') {
    return <StateMessage tone="warning" title={t(`transfers.cancelled.${act}`, { count: progress.rows })} />
  }
  return (
    <StateMessage tone="good" title={t(`transfers.done.${act}`)}>
      {t('transfers.rows', { count: progress.rows })}
    </StateMessage>
  )
}
