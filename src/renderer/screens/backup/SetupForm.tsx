import { Button, NumberInput, Stack, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { BackupSchedule, BackupState } from '../../../contract/backup.ts'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { Section } from '../../ui/Section.tsx'
import { SegmentedField } from '../../ui/SegmentedField.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { type BackupStore, setupOf } from './backup-view-model.ts'

const kinds = ['daily', 'hours', 'off'] as const

/** What each kind begins with. */
const schedules = {
  daily: { kind: 'daily', hour: 20 },
  hours: { kind: 'hours', every: 4 },
  off: { kind: 'off' },
} as const satisfies Record<(typeof kinds)[number], BackupSchedule>

/** The folder and how often. */
export function SetupForm({ store, state }: { readonly store: BackupStore; readonly state: BackupState }) {
  const { t } = useTranslation('backup')
  const { draft, step, change, save } = useStore(store)
  const setup = draft ?? setupOf(state)
  const { folder, schedule } = setup
  return (
    <Section title={t('setup.title')}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <Stack>
          <TextInput
            label={t('setup.folder')}
            description={t('setup.folderMore', { example: '\u2066/media/backup/office\u2069' })}
            dir="ltr"
            spellCheck={false}
            autoComplete="off"
            maxLength={1000}
            value={folder}
            error={step.kind === 'refused' && t(`saveRefused.${step.reason}`)}
            onChange={(event) => change({ ...setup, folder: event.currentTarget.value })}
          />
          <SegmentedField
            label={t('setup.schedule')}
            values={kinds}
            value={schedule.kind}
            wordOf={(kind) => t(`setup.${kind}`)}
            onChoose={(kind) => change({ ...setup, schedule: schedules[kind] })}
          />
          {schedule.kind === 'daily' && (
            <NumberInput
              label={t('setup.hour')}
              dir="ltr"
              min={0}
              max={23}
              allowDecimal={false}
              allowNegative={false}
              clampBehavior="strict"
              value={schedule.hour}
              onChange={(hour) => change({ ...setup, schedule: { kind: 'daily', hour: Number(hour) || 0 } })}
            />
          )}
          {schedule.kind === 'hours' && (
            <NumberInput
              label={t('setup.every')}
              dir="ltr"
              min={1}
              max={24}
              allowDecimal={false}
              allowNegative={false}
              clampBehavior="blur"
              value={schedule.every}
              onChange={(every) =>
                change({ ...setup, schedule: { kind: 'hours', every: Math.min(24, Math.max(1, Number(every) || 1)) } })
              }
            />
          )}
          {step.kind === 'refused' && step.reason === 'gone' && (
            <Button variant="default" onClick={() => void save(true)}>
              {t('setup.anew')}
            </Button>
          )}
          {step.kind === 'saved' && <StateMessage tone="good" title={t('setup.saved')} />}
          {step.kind === 'failed' && <ProblemMessage problem={step.failure} onRetry={() => void save()} />}
          <Button
            type="submit"
            variant="default"
            loading={step.kind === 'saving'}
            disabled={draft === null || folder.trim() === ''}
          >
            {t('setup.save')}
          </Button>
        </Stack>
      </form>
    </Section>
  )
}
