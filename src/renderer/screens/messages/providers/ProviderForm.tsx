import { Button, Switch, Title } from '@mantine/core'
import { Send } from 'lucide-react'
import { useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { ProviderView } from '../../../../contract/providers.ts'
import { Ltr } from '../../../ui/Ltr.tsx'
import { RemoveButton } from '../../../ui/RemoveButton.tsx'
import { useDesk } from '../../desk/desk-context.tsx'
import { useUnsaved } from '../../desk/use-unsaved.ts'
import { Panel } from '../Panel.tsx'
import { FormAnswer } from './FormAnswer.tsx'
import { FormFields } from './FormFields.tsx'
import classes from './ProviderForm.module.css'
import { channelsOf, type ProviderDraft, settingsOf } from './provider-draft.ts'
import { createProviderFormModel } from './provider-form-view-model.ts'
import { TestDialog } from './TestDialog.tsx'

interface ProviderFormProps {
  readonly start: { readonly draft: ProviderDraft; readonly view: ProviderView | null }
  readonly secretsIn: 'keychain' | 'key_file' | 'unavailable'
  readonly onSaved: (name: string) => void
  readonly onLeave: () => void
  readonly onRemove: () => void
}

/** One provider: what a person needs to fill in, a real test, and saving it. */
export function ProviderForm({ start, secretsIn, onSaved, onLeave, onRemove }: ProviderFormProps) {
  const { t } = useTranslation(['messages', 'common'])
  const { ports, unsaved } = useDesk()
  const formId = useId()
  const form = useRef<HTMLFormElement>(null)
  const [store] = useState(() => createProviderFormModel(ports, start, onSaved))
  const { draft, step, faults, enable, check, save, dirty } = useStore(store)
  const [testing, setTesting] = useState(false)
  useUnsaved(dirty())

  const { view } = start
  const channels = channelsOf(draft)
  const { secret, name } = draft.fields
  // After the fields have been drawn with what is wrong, the first wrong one takes the cursor.
  const pointAtFault = () =>
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
  return (
    <Panel
      primary={{ label: t('common:action.save'), submits: formId, busy: step.kind === 'saving' }}
      secondary={
        <>
          <Button variant="default" onClick={() => unsaved.getState().leave(onLeave)}>
            {t('common:action.cancel')}
          </Button>
          <Button
            variant="default"
            leftSection={<Send aria-hidden size={20} />}
            onClick={() => (check() ? setTesting(true) : pointAtFault())}
          >
            {t('test.action')}
          </Button>
          {view && <RemoveButton onClick={onRemove}>{t('providers.remove')}</RemoveButton>}
        </>
      }
    >
      <form
        id={formId}
        ref={form}
        noValidate
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          void save().then(pointAtFault)
        }}
      >
        <div>
          <Title order={2}>
            <bdi>{view?.name ?? t(`preset.${draft.preset}`)}</bdi>
          </Title>
          <p className={classes.guide}>
            {t('providers.guide')} <Ltr>docs/setup/{draft.preset}.md</Ltr>
          </p>
        </div>
        <FormFields store={store} secretState={view?.secret ?? 'none'} />
        <Switch
          className={classes.switch ?? ''}
          size="md"
          label={t('field.enabled')}
          description={t('fieldMore.enabled')}
          checked={draft.enabled}
          onChange={(event) => enable(event.currentTarget.checked)}
        />
        <p className={classes.kept}>{t(`providers.secretsIn.${secretsIn}`)}</p>
        <FormAnswer step={step} faulty={Object.values(faults).some(Boolean)} onLeave={onLeave} onRetry={save} />
      </form>
      {testing && (
        <TestDialog
          target={{
            name,
            channels,
            settings: settingsOf(draft),
            ...(view ? { providerId: view.providerId } : {}),
            ...(secret === '' ? {} : { secret }),
          }}
          onClose={() => setTesting(false)}
        />
      )}
    </Panel>
  )
}
