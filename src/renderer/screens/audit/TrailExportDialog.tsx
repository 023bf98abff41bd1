import { Modal, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { LoadingRows } from '../../ui/LoadingRows.tsx'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { JobPanel } from '../transfers/JobPanel.tsx'
import type { JobStore } from '../transfers/job-view-model.ts'
import type { TrailExportStore } from './trail-export-view-model.ts'

interface TrailExportDialogProps {
  readonly store: TrailExportStore
  readonly job: JobStore
}

/** The export of what was found: its progress and its file. */
export function TrailExportDialog({ store, job }: TrailExportDialogProps) {
  const { t } = useTranslation('audit')
  const { state, close } = useStore(store)
  return (
    <Modal
      closeButtonProps={{ 'aria-label': t('proof.close') }}
      opened={state.kind !== 'closed'}
      onClose={close}
      title={t('export.title')}
      size="lg"
    >
      <Stack>
        {state.kind === 'starting' && <LoadingRows rows={2} />}
        {state.kind === 'busy' && <StateMessage tone="warning" title={t('export.busy')} />}
        {state.kind === 'failed' && <ProblemMessage problem={state.failure} />}
        {state.kind === 'started' && <JobPanel job={job} act="export" fileName="audit.csv" onAnother={close} />}
      </Stack>
    </Modal>
  )
}
