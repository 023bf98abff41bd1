import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { TemplateStanding } from './TemplateStanding.tsx'
import { isDirty, type ShownTemplate, type TemplatesStore } from './templates-view-model.ts'

interface TemplateWaysBackProps {
  readonly store: TemplatesStore
  readonly shown: ShownTemplate
}

/** Beside Save: back to what was saved, back to the original, and how things stand. */
export function TemplateWaysBack({ store, shown }: TemplateWaysBackProps) {
  const { t } = useTranslation('templates')
  const { undo, askRestore } = useStore(store)
  const busy = shown.step.kind === 'saving'
  return (
    <>
      {isDirty(shown) && (
        <Button variant="default" disabled={busy} onClick={undo}>
          {t('undo')}
        </Button>
      )}
      {shown.detail.changedAtMs !== null && (
        <Button variant="default" disabled={busy} onClick={askRestore}>
          {t('restore')}
        </Button>
      )}
      <TemplateStanding shown={shown} />
    </>
  )
}
