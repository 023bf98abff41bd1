import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { ProblemMessage } from '../../../ui/ProblemMessage.tsx'
import { StateMessage } from '../../../ui/StateMessage.tsx'
import type { FormStep } from './provider-form-view-model.ts'

interface FormAnswerProps {
  readonly step: FormStep
  /** True where a field says what is wrong with it. */
  readonly faulty: boolean
  readonly onLeave: () => void
  readonly onRetry: () => Promise<void>
}

/** What the office answered to saving. */
export function FormAnswer({ step, faulty, onLeave, onRetry }: FormAnswerProps) {
  const { t } = useTranslation('messages')
  if (step.kind === 'failed') return <ProblemMessage problem={step.failure} onRetry={() => void onRetry()} />
  if (step.kind === 'refused') {
    const back = step.reason === 'not_found' && (
      <Button variant="default" onClick={onLeave}>
        {t('providers.toList')}
      </Button>
    )
    return <StateMessage tone="warning" title={t(`providers.refused.${step.reason}`)} action={back} />
  }
  return faulty ? <StateMessage tone="warning" title={t('providers.faulty')} /> : null
}
