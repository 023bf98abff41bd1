import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { useRefreshOffice } from '../../office-context.tsx'
import { LoadingRows } from '../../ui/LoadingRows.tsx'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { Screen } from '../../ui/Screen.tsx'
import { useDesk } from '../desk/desk-context.tsx'
import { OfficeSettingsForm } from './OfficeSettingsForm.tsx'
import classes from './SettingsScreen.module.css'
import { createSettingsModel, mayBeSaved } from './settings-view-model.ts'

const formId = 'office-settings'

/** The office's own settings. */
export function SettingsScreen() {
  const { t } = useTranslation('desk')
  const { ports } = useDesk()
  const refreshOffice = useRefreshOffice()
  const [store] = useState(() => createSettingsModel(ports, () => void refreshOffice()))
  const { state, load } = useStore(store)
  useEffect(() => void load(), [load])

  const primary =
    state.kind === 'shown'
      ? {
          label: t('settings.save'),
          submits: formId,
          busy: state.step.kind === 'saving',
          disabled: state.draft === state.saved || !mayBeSaved(state.draft),
        }
      : undefined
  return (
    <Screen title={t('settings.title')} width="wide" primary={primary}>
      {state.kind === 'loading' && <LoadingRows rows={6} />}
      {state.kind === 'failed' && <ProblemMessage problem={state.failure} onRetry={() => void load()} />}
      {state.kind === 'shown' && (
        <div className={classes.columns}>
          <OfficeSettingsForm id={formId} store={store} shown={state} />
        </div>
      )}
    </Screen>
  )
}
