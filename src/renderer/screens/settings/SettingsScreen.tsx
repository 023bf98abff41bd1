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
import { HeadquartersPanel } from '../headquarters/HeadquartersPanel.tsx'
import { PrinterPanel } from '../printers/PrinterPanel.tsx'
import { TerminalsPanel } from '../terminals/TerminalsPanel.tsx'
import { UpdatesPanel } from '../updates/UpdatesPanel.tsx'
import { OfficeSettingsForm } from './OfficeSettingsForm.tsx'
import classes from './SettingsScreen.module.css'
import { type SettingsTab, settingsTabs } from './settings-tabs.ts'
import { createSettingsModel, mayBeSaved } from './settings-view-model.ts'

const formId = 'office-settings'

/** Who may not change the office may still try its printer. */
const tabsOf = { clerk: ['printer'], supervisor: ['printer'], administrator: settingsTabs } as const

/** The office's own settings, its screens, its printer, its backups, its headquarters, and the version they run on. */
export function SettingsScreen() {
  const { t } = useTranslation(['desk', 'terminals', 'printers', 'backup', 'headquarters'])
  const { ports, store: desk, staff } = useDesk()
  const tabs: readonly SettingsTab[] = tabsOf[staff.role]
  const tabName = (tab: SettingsTab): string => {
    if (tab === 'printer') return t('printers:tab')
    if (tab === 'headquarters') return t('headquarters:tab')
    return tab === 'backup' ? t('backup:tab') : t(`terminals:tab.${tab}`)
  }
  const refreshOffice = useRefreshOffice()
  const [store] = useState(() => createSettingsModel(ports, () => void refreshOffice()))
  const { state, load } = useStore(store)
  const tab = useStore(desk, ({ settingsTab }) => settingsTab) ?? tabs[0] ?? 'printer'
  const hasOffice = tabs.includes('office')
  useEffect(() => {
    if (hasOffice) void load()
  }, [hasOffice, load])
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
        tabs.length > 1 && (
          <SegmentedControl
            aria-label={t('settings.title')}
            data={tabs.map((value) => ({ value, label: tabName(value) }))}
            value={tab}
            onChange={(value) => desk.getState().showSettings(tabs.find((each) => each === value) ?? tab)}
          />
        )
      }
    >
      {tab === 'terminals' && <TerminalsPanel />}
      {tab === 'backup' && <BackupPanel />}
      {tab === 'headquarters' && <HeadquartersPanel />}
      {tab === 'updates' && <UpdatesPanel />}
      {tab === 'printer' && <PrinterPanel />}
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
