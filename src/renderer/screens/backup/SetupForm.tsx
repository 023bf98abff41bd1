import { Button, NumberInput, SegmentedControl, Stack, TextInput, Title } from '@mantine/core'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { BackupSchedule, BackupState } from '../../../contract/backup.ts'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import classes from './BackupPanel.module.css'
import { type BackupStore, setupOf } from './backup-view-model.ts'

const kinds = ['daily', 'hours', 'off'] as const

const scheduleOf = (kind: string): BackupSchedule =>
  kind === 'daily' ? { kind, hour: 20 } : kind === 'hours' ? { kind, every: 4 } : { kind: 'off' }

/** The folder and how often. */
export function SetupForm({ store, state }: { readonly store: BackupStore; readonly state: BackupState }) {
  const { t } = useTranslation('backup')
  const label = useId()
  const { draft, step, change, save } = useStore(store)
  const setup = draft ?? setupOf(state)
  const { folder, schedule } = setup
  return (
    <section className={classes.section} aria-labelledby="backup-setup">
      <Title order={2} id="backup-setup">
        {t('setup.title')}
      </Title>
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
          <div>
            <span id={label} className={classes.label}>
              {t('setup.schedule')}
            </span>
            <SegmentedControl
              fullWidth
              aria-labelledby={label}
              classNames={{ label: classes.choice ?? '' }}
              data={kinds.map((value) => ({ value, label: t(`setup.${value}`) }))}
              value={schedule.kind}
              onChange={(kind) => change({ ...setup, schedule: scheduleOf(kind) })}
            />
          </div>
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
    </section>
  )
}
