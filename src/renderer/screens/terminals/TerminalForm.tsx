import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { Face } from '../../../contract/terminals.ts'
import { Ltr } from '../../ui/Ltr.tsx'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { Quiet } from '../../ui/Quiet.tsx'
import { SegmentedField } from '../../ui/SegmentedField.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { useDesk } from '../desk/desk-context.tsx'
import { spacedCode } from '../pairing/spaced-code.ts'
import classes from './TerminalForm.module.css'
import { createTerminalFormModel } from './terminal-form-view-model.ts'
import type { FormTarget, Notice } from './terminals-view-model.ts'

interface TerminalFormProps {
  readonly target: FormTarget
  readonly onSaved: (notice: Notice) => void
  readonly onClose: () => void
}

const faces: readonly Face[] = ['desk', 'kiosk']

/** The name of a terminal and what it opens with; for a new one also the code that stands on it. */
export function TerminalForm({ target, onSaved, onClose }: TerminalFormProps) {
  const { t } = useTranslation(['terminals', 'common'])
  const { ports } = useDesk()
  const [store] = useState(() => createTerminalFormModel(ports, target, onSaved))
  const { state, code, name, face, change, ready, save } = useStore(store)
  const refusal = state.kind === 'refused' ? state.reason : null
  const isNew = target.kind === 'let_in'
  const chosen = isNew ? target.waiting : null
  return (
    <Modal opened onClose={onClose} size={560} title={t(isNew ? 'form.letIn' : 'form.change')} withCloseButton={false}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <Stack>
          {chosen && (
            <div>
              <Quiet>{t('form.compare')}</Quiet>
              <p className={classes.code}>
                <Ltr>{spacedCode(chosen.code)}</Ltr>
              </p>
              {refusal === 'unknown_code' && <StateMessage tone="error" title={t('refused.unknown_code')} />}
            </div>
          )}
          {isNew && chosen === null && (
            <TextInput
              data-autofocus
              label={t('form.code')}
              description={t('form.codeMore')}
              dir="ltr"
              autoComplete="off"
              autoCapitalize="characters"
              spellCheck={false}
              maxLength={20}
              value={code}
              error={refusal === 'unknown_code' && t('refused.unknown_code')}
              onChange={(event) => change({ code: event.currentTarget.value })}
            />
          )}
          <TextInput
            {...(chosen !== null || !isNew ? { 'data-autofocus': true } : {})}
            label={t('form.name')}
            description={t('form.nameMore')}
            autoComplete="off"
            maxLength={60}
            value={name}
            error={refusal === 'name_taken' && t('refused.name_taken')}
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
          <SegmentedField
            label={t('form.face')}
            values={faces}
            value={face}
            wordOf={(each) => t(`face.${each}`)}
            onChoose={(chosen) => change({ face: chosen })}
          />
          {refusal === 'gone' && <StateMessage tone="error" title={t('refused.gone')} />}
          {state.kind === 'failed' && <ProblemMessage problem={state.failure} onRetry={() => void save()} />}
          <Group justify="space-between">
            <Button variant="default" onClick={onClose}>
              {t('common:action.cancel')}
            </Button>
            <Button type="submit" loading={state.kind === 'saving'} disabled={!ready()}>
              {t(isNew ? 'form.letInNow' : 'common:action.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
