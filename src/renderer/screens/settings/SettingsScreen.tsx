import { SegmentedControl } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { useRefreshOffice } from '../../office-context.tsx'
import { LoadingRows } from '../../ui/LoadingRows.tsx'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { Screen } from '../../ui/Screen.tsx'
import { BackupPanel } from '../backup/BackupPanel.tsx'
import { useDesk } from '../desk/desk-context.tsx'
import { TerminalsPanel } from '../terminals/TerminalsPanel.tsx'
import { OfficeSettingsForm } from './OfficeSettingsForm.tsx'
import classes from './SettingsScreen.module.css'
import { createSettingsModel, mayBeSaved } from './settings-view-model.ts'

const formId = 'office-settings'

const tabs = ['office', 'terminals', 'backup'] as const

/** The office's own settings, its screens, its backups. */
export function SettingsScreen() {
  const { t } = useTranslation(['desk', 'terminals', 'backup'])
  const { ports } = useDesk()
  const refreshOffice = useRefreshOffice()
  const [store] = useState(() => createSettingsModel(ports, () => void refreshOffice()))
  const { state, load } = useStore(store)
  useEffect(() => void load(), [load])

  const [tab, setTab] = useState<(typeof tabs)[number]>('office')
  const primary =
    tab === 'office' && state.kind === 'shown'
      ? {
          label: t('settings.save'),
          submits: formId,
          busy: state.step.kind === 'saving',
          disabled: state.draft === state.saved || !mayBeSaved(state.draft),
        }
      : undefined
  return (
    <Screen
      title={t('settings.title')}
      width="wide"
      primary={primary}
      aside={
        <SegmentedControl
          aria-label={t('settings.title')}
          classNames={{ label: classes.tab ?? '' }}
          data={tabs.map((value) => ({
            value,
            label: value === 'backup' ? t('backup:tab') : t(`terminals:tab.${value}`),
          }))}
          value={tab}
          onChange={(value) => setTab(tabs.find((each) => each === value) ?? 'office')}
        />
      }
    >
      {tab === 'terminals' && <TerminalsPanel />}
      {tab === 'backup' && <BackupPanel />}
      {tab === 'office' && state.kind === 'loading' && <LoadingRows rows={6} />}
      {tab === 'office' && state.kind === 'failed' && (
        <ProblemMessage problem={state.failure} onRetry={() => void load()} />
      )}
      {tab === 'office' && state.kind === 'shown' && (
        <div className={classes.columns}>
          <OfficeSettingsForm id={formId} store={store} shown={state} />
        </div>
      )}
    </Screen>
  )
}
