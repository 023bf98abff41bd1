import { Button, Group, Progress, Title } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { clockText } from '../../ui/Countdown.tsx'
import { JobCounts } from './JobCounts.tsx'
import type { JobAct } from './JobPanel.tsx'
import classes from './JobRun.module.css'
import type { JobState, JobStore } from './job-view-model.ts'

interface JobRunProps {
  readonly job: JobStore
  readonly act: JobAct
  readonly running: Extract<JobState, { kind: 'running' }>
}

/** A job under way: how far, how fast, how long still. Cancelling says first what stays. */
export function JobRun({ job, act, running }: JobRunProps) {
  const { t } = useTranslation('desk')
  const { cancel } = useStore(job)
  const [asking, setAsking] = useState(false)
  const { progress, cancelling, offline } = running
  const rows = progress?.rows ?? 0
  const importing = act === 'import'
  return (
    <>
      <Title order={2}>{t(`transfers.running.${act}`)}</Title>
      <Progress value={(progress?.fraction ?? 0) * 100} size="xl" aria-label={t(`transfers.running.${act}`)} />
      <div className={classes.facts} role="status">
        {progress === null ? (
          <span>{t('transfers.started')}</span>
        ) : (
          <>
            <span>{t('transfers.rows', { count: rows })}</span>
            <span>{t('transfers.perSecond', { count: Math.round(progress.rowsPerSecond) })}</span>
            {progress.secondsLeft !== null && (
              <span>{t('transfers.left', { time: clockText(Math.ceil(progress.secondsLeft)) })}</span>
            )}
          </>
        )}
        {offline && <span>{t('transfers.offline')}</span>}
        {cancelling && <span>{t('transfers.cancelling')}</span>}
      </div>
      {importing && progress && <JobCounts progress={progress} />}
      <Group>
        <Button variant="default" disabled={cancelling} onClick={() => setAsking(true)}>
          {t('transfers.cancel')}
        </Button>
      </Group>
      <ConfirmDialog
        opened={asking}
        title={t(importing ? 'transfers.cancelTitle' : 'transfers.cancelTitleExport')}
        confirmLabel={t('transfers.cancel')}
        cancelLabel={t('transfers.goOn')}
        tone="danger"
        onConfirm={() => {
          setAsking(false)
          void cancel()
        }}
        onClose={() => setAsking(false)}
      >
        {t(importing ? 'transfers.cancelMore' : 'transfers.cancelMoreExport', { count: rows })}
      </ConfirmDialog>
    </>
  )
}
