import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { MeetingSummary } from '../../../contract/headquarters.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { LoadingRows } from '../../ui/LoadingRows.tsx'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { Sections } from '../../ui/Section.tsx'
import { useDesk } from '../desk/desk-context.tsx'
import { ConflictList } from './ConflictList.tsx'
import classes from './HeadquartersPanel.module.css'
import { meetingSummaryKey } from './headquarters-keys.ts'
import { createHeadquartersModel } from './headquarters-view-model.ts'
import { JoinForm } from './JoinForm.tsx'
import { LeaveSection } from './LeaveSection.tsx'
import { MeetingStanding } from './MeetingStanding.tsx'
import { ParkedList } from './ParkedList.tsx'
import { ScheduleForm } from './ScheduleForm.tsx'

const lookEveryMs = { running: 700, quiet: 5_000 } as const

/** Joining headquarters; and once it is joined, how the two stand, and what a person has to settle. */
export function HeadquartersPanel() {
  const { t } = useTranslation('headquarters')
  const { ports } = useDesk()
  const [store] = useState(() => createHeadquartersModel(ports))
  const { shown, dialog, busy, failure, load, open, takeOver } = useStore(store)
  const queries = useQueryClient()
  const isRunning = shown.kind === 'shown' && shown.status.meeting

  useEffect(() => {
    void load()
    const timer = setInterval(() => void load(), isRunning ? lookEveryMs.running : lookEveryMs.quiet)
    return () => clearInterval(timer)
  }, [load, isRunning])

  // The indicator and the banner above say the same at the same moment.
  const status = shown.kind === 'shown' ? shown.status : null
  useEffect(() => {
    if (status !== null) queries.setQueryData<MeetingSummary>(meetingSummaryKey, status)
  }, [queries, status])

  if (shown.kind === 'loading') return <LoadingRows rows={6} />
  if (shown.kind === 'failed') return <ProblemMessage problem={shown.failure} onRetry={() => void load()} />
  const { parked, conflicts } = shown
  if (status === null || !status.joined) return <JoinForm store={store} />
  return (
    <Sections>
      <MeetingStanding store={store} status={status} />
      {failure && dialog === 'none' && <ProblemMessage problem={failure} />}
      <ConflictList store={store} conflicts={conflicts} total={status.conflicts} />
      <ParkedList store={store} parked={parked} total={status.parked} />
      <div className={classes.columns}>
        <ScheduleForm store={store} status={status} />
        {!status.fixed && <LeaveSection store={store} waiting={status.waiting} />}
      </div>
      <ConfirmDialog
        opened={dialog === 'take_over'}
        title={t('takeOver.title')}
        confirmLabel={t('takeOver.confirm')}
        tone="danger"
        busy={busy}
        onConfirm={() => void takeOver()}
        onClose={() => open('none')}
      >
        {t('takeOver.more')}
        {failure && <ProblemMessage problem={failure} />}
      </ConfirmDialog>
    </Sections>
  )
}
