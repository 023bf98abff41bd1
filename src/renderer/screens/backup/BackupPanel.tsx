import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { comeBack } from '../../client/come-back.ts'
import { LineList } from '../../ui/LineRow.tsx'
import { LoadingRows } from '../../ui/LoadingRows.tsx'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { Section, Sections } from '../../ui/Section.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { useDesk } from '../desk/desk-context.tsx'
import classes from './BackupPanel.module.css'
import { BackupRow } from './BackupRow.tsx'
import { BackupStanding } from './BackupStanding.tsx'
import { backupStateKey } from './backup-state-key.ts'
import { createBackupModel } from './backup-view-model.ts'
import { PassphraseDialog } from './PassphraseDialog.tsx'
import { RecoveryKey } from './RecoveryKey.tsx'
import { RestoreDialog } from './RestoreDialog.tsx'
import { SetupForm } from './SetupForm.tsx'

const lookEveryMs = { running: 700, quiet: 5_000 } as const

/** When and where backups are made, how the last one went, which there are, and the way back to one. */
export function BackupPanel() {
  const { t } = useTranslation('backup')
  const { ports } = useDesk()
  const [store] = useState(() => createBackupModel(ports))
  const { shown, dialog, load, open } = useStore(store)
  const state = shown.kind === 'shown' ? shown.state : null
  const isRunning = state !== null && state.running !== null

  useEffect(() => {
    void load()
    const timer = setInterval(() => void load(), isRunning ? lookEveryMs.running : lookEveryMs.quiet)
    return () => clearInterval(timer)
  }, [load, isRunning])

  // The banner must not go on about what is mended here.
  const queries = useQueryClient()
  useEffect(() => {
    if (state) queries.setQueryData(backupStateKey, state)
  }, [queries, state])

  const { backups } = ports.client
  const restoring = dialog.kind === 'restore' ? dialog.file : null
  const close = (): void => open({ kind: 'none' })
  return (
    <Sections>
      {shown.kind === 'loading' && <LoadingRows rows={6} />}
      {shown.kind === 'failed' && <ProblemMessage problem={shown.failure} onRetry={() => void load()} />}
      {shown.kind === 'shown' && (
        <>
          <BackupStanding store={store} state={shown.state} />
          {shown.state.sameDisk && (
            <StateMessage tone="warning" title={t('sameDisk.title')}>
              {t('sameDisk.more')}
            </StateMessage>
          )}
          <div className={classes.columns}>
            <SetupForm store={store} state={shown.state} />
            <Section title={t('passphrase.title')}>
              <StateMessage
                tone={shown.state.passphrase === 'set' ? 'good' : 'warning'}
                title={t(`passphrase.${shown.state.passphrase}`)}
                action={
                  <Button variant="default" onClick={() => open({ kind: 'passphrase' })}>
                    {t(shown.state.passphrase === 'set' ? 'passphrase.change' : 'passphrase.choose')}
                  </Button>
                }
              >
                {t(`passphrase.${shown.state.passphrase}More`)}
              </StateMessage>
            </Section>
          </div>
          <Section title={t('list.title')}>
            {shown.files === null && (
              <StateMessage tone="warning" title={t('list.gone')}>
                {t('list.goneMore')}
              </StateMessage>
            )}
            {shown.files?.length === 0 && (
              <StateMessage tone="empty" title={t('list.empty')}>
                {t('list.emptyMore')}
              </StateMessage>
            )}
            <LineList>
              {shown.files?.map((file) => (
                <BackupRow key={file.name} file={file} onRestore={() => open({ kind: 'restore', file })} />
              ))}
            </LineList>
          </Section>
        </>
      )}
      {dialog.kind === 'passphrase' && (
        <PassphraseDialog
          onClose={close}
          onChosen={(recoveryKey) => {
            open({ kind: 'recovery', recoveryKey })
            void load()
          }}
        />
      )}
      {dialog.kind === 'recovery' && <RecoveryKey recoveryKey={dialog.recoveryKey} onDone={close} />}
      {restoring && (
        <RestoreDialog
          madeAtMs={restoring.madeAtMs}
          onClose={close}
          ports={{
            preview: (passphrase) => backups.preview({ name: restoring.name, passphrase }),
            restore: (passphrase, lost) => backups.restore({ name: restoring.name, passphrase, confirmed: true, lost }),
            progress: async () => (await backups.state()).running,
            stop: () => backups.stopRestore(),
            comeBack: () => comeBack(() => ports.client.office.state()),
          }}
        />
      )}
    </Sections>
  )
}
