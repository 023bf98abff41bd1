import { Button, NumberInput, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { MeetingStatus } from '../../../contract/headquarters.ts'
import { Section } from '../../ui/Section.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import type { HeadquartersStore } from './headquarters-view-model.ts'

interface ScheduleFormProps {
  readonly store: HeadquartersStore
  readonly status: MeetingStatus
}

/** How often the two meet. */
export function ScheduleForm({ store, status }: ScheduleFormProps) {
  const { t } = useTranslation('headquarters')
  const { everyMinutes, scheduleSaved, busy, plan, savePlan } = useStore(store)
  return (
    <Section title={t('schedule.title')}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void savePlan()
        }}
      >
        <Stack>
          <NumberInput
            label={t('schedule.every')}
            description={t('schedule.everyMore')}
            dir="ltr"
            min={1}
            max={240}
            allowDecimal={false}
            allowNegative={false}
            clampBehavior="blur"
            value={everyMinutes ?? status.everyMinutes}
            onChange={(value) => plan(Math.min(240, Math.max(1, Number(value) || 1)))}
          />
          {scheduleSaved && <StateMessage tone="good" title={t('schedule.saved')} />}
          <Button type="submit" variant="default" loading={busy} disabled={everyMinutes === null}>
            {t('schedule.save')}
          </Button>
        </Stack>
      </form>
    </Section>
  )
}
