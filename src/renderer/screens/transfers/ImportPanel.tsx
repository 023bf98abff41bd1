import { Button, Group, Progress } from '@mantine/core'
import { FileText } from 'lucide-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { useRefreshOffice } from '../../office-context.tsx'
import { Ltr } from '../../ui/Ltr.tsx'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { DropZone } from './DropZone.tsx'
import classes from './ImportPanel.module.css'
import { type ImportStore, importKinds } from './import-view-model.ts'
import { JobPanel } from './JobPanel.tsx'
import type { JobStore } from './job-view-model.ts'
import { KindPicker } from './KindPicker.tsx'

/** The columns that the office reads; the same words as in its documentation. */
const columns = {
  customers: 'account_no,name,email,phone,address,ward,locale,channel',
  bills: 'bill_no,account_no,period,issued_on,due_on,amount',
} as const

/** Choosing a file, sending it, and watching the office read it. */
export function ImportPanel({ store, job }: { readonly store: ImportStore; readonly job: JobStore }) {
  const { t } = useTranslation('desk')
  const { what, state, use, choose, start, stop, another } = useStore(store)
  const ended = useStore(job, (current) => current.state.kind === 'ended')
  const refreshOffice = useRefreshOffice()
  // The first customers end "the office is empty".
  useEffect(() => {
    if (ended) void refreshOffice()
  }, [ended, refreshOffice])

  if (state.kind === 'started') {
    return <JobPanel job={job} act="import" fileName={`${state.file.name}.rejects.csv`} onAnother={another} />
  }
  if (state.kind === 'uploading') {
    const percent = state.file.size === 0 ? 100 : (state.sentBytes / state.file.size) * 100
    return (
      <div className={classes.panel}>
        <p>{t('transfers.uploading', { fileName: state.file.name })}</p>
        <Progress value={percent} size="xl" aria-label={t('transfers.uploading', { fileName: state.file.name })} />
        <Group>
          <Button variant="default" onClick={stop}>
            {t('transfers.stopUpload')}
          </Button>
        </Group>
      </div>
    )
  }
  return (
    <div className={classes.panel}>
      <KindPicker label={t('transfers.what')} kinds={importKinds} value={what} onChange={use} />
      <p className={classes.columns}>
        {t('transfers.columns')}
        <br />
        <Ltr className={classes.code ?? ''}>{columns[what]}</Ltr>
      </p>
      {state.kind === 'choosing' ? (
        <DropZone onFile={choose} />
      ) : (
        <>
          <p className={classes.file}>
            <FileText aria-hidden size={24} /> <bdi>{state.file.name}</bdi>
          </p>
          {state.kind === 'refused' && <StateMessage tone="warning" title={t(`transfers.refused.${state.reason}`)} />}
          {state.kind === 'failed' && <ProblemMessage problem={state.failure} onRetry={() => void start()} />}
          <Group>
            <Button onClick={() => void start()}>{t('transfers.startImport')}</Button>
            <Button variant="default" onClick={another}>
              {t('transfers.otherFile')}
            </Button>
          </Group>
        </>
      )}
    </div>
  )
}
