import { Stack } from '@mantine/core'
import { Building2, Telescope } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { useOffice } from '../../office-context.tsx'
import { ChoiceCard, ChoiceGrid } from '../../ui/ChoiceCard.tsx'
import { LoadingRows } from '../../ui/LoadingRows.tsx'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import type { FirstRunStore } from './first-run-view-model.ts'

interface WaysToBeginProps {
  readonly store: FirstRunStore
  readonly onSetUp: () => void
}

export function WaysToBegin({ store, onSetUp }: WaysToBeginProps) {
  const { t } = useTranslation()
  const { empty } = useOffice()
  const { state, loadDemo } = useStore(store)
  const busy = state.step === 'loading_demo'
  return (
    <Stack gap="md">
      {state.step === 'choosing' && state.problem && <ProblemMessage problem={state.problem} />}
      {!empty && (
        <StateMessage tone="info" title={t('firstRun.notEmpty')}>
          {t('firstRun.notEmptyMore')}
        </StateMessage>
      )}
      <ChoiceGrid columns={1}>
        <ChoiceCard
          title={t('firstRun.setUp')}
          more={t('firstRun.setUpMore')}
          icon={<Building2 size={32} />}
          disabled={busy}
          onPress={onSetUp}
        />
        {/* Made-up customers must never mix with real ones. */}
        {empty && (
          <ChoiceCard
            title={t('firstRun.demo')}
            more={t('firstRun.demoMore')}
            icon={<Telescope size={32} />}
            disabled={busy}
            onPress={() => void loadDemo()}
          />
        )}
      </ChoiceGrid>
      {busy && <LoadingRows rows={1} />}
    </Stack>
  )
}
