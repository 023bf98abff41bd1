import { useEffect, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { useLocale } from '../../i18n/use-locale.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { LoadingRows } from '../../ui/LoadingRows.tsx'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { useDesk } from '../desk/desk-context.tsx'
import { useUnsaved } from '../desk/use-unsaved.ts'
import { Panel } from '../messages/Panel.tsx'
import { TemplateChoice } from './TemplateChoice.tsx'
import { TemplateEditor } from './TemplateEditor.tsx'
import { TemplatePreviewPane } from './TemplatePreviewPane.tsx'
import classes from './TemplatesPanel.module.css'
import { TemplateWaysBack } from './TemplateWaysBack.tsx'
import { createTemplatesModel, isDirty, mayBeSaved } from './templates-view-model.ts'

/** The words of the office's messages, beside how they would look. */
export function TemplatesPanel() {
  const { t } = useTranslation('templates')
  const locale = useLocale()
  const { ports, unsaved } = useDesk()
  const [store] = useState(() => createTemplatesModel(ports, locale))
  const { key, state, askingRestore, load, choose, restore, keep } = useStore(store)
  useEffect(() => void load(), [load])
  const shown = state.kind === 'shown' ? state : null
  useUnsaved(shown !== null && isDirty(shown))
  const formId = useId()
  const primary = shown
    ? { label: t('save'), submits: formId, busy: shown.step.kind === 'saving', disabled: !mayBeSaved(shown) }
    : undefined
  const name = `${key.purpose}.${key.channel}.${key.locale}`
  return (
    <Panel primary={primary} secondary={shown && <TemplateWaysBack store={store} shown={shown} />}>
      <TemplateChoice store={store} onChoose={(part) => unsaved.getState().leave(() => choose(part))} />
      {state.kind === 'loading' && <LoadingRows rows={6} />}
      {state.kind === 'failed' && <ProblemMessage problem={state.failure} onRetry={() => void load()} />}
      {shown && (
        <div className={classes.columns}>
          <TemplateEditor key={name} id={formId} store={store} templateKey={key} shown={shown} />
          <TemplatePreviewPane store={store} templateKey={key} shown={shown} />
        </div>
      )}
      <ConfirmDialog
        opened={askingRestore}
        title={t('restoreTitle')}
        confirmLabel={t('restoreYes')}
        tone="danger"
        onConfirm={() => void restore()}
        onClose={keep}
      >
        {t('restoreMore')}
      </ConfirmDialog>
    </Panel>
  )
}
