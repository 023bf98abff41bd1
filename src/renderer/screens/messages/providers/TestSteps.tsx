import { useTranslation } from 'react-i18next'
import type { TestStep } from '../../../../contract/providers.ts'
import { durationText } from '../../../i18n/durations.ts'
import { useIntlLocale } from '../../../i18n/use-locale.ts'
import { StatusMark } from '../StatusMark.tsx'
import classes from './TestSteps.module.css'

/** What has become of the test message, line by line as it happens. */
export function TestSteps({ steps, waiting }: { readonly steps: readonly TestStep[]; readonly waiting: boolean }) {
  const { t } = useTranslation('messages')
  const last = steps.at(-1)
  // "Being sent" is over as soon as anything else is known.
  const shown = steps.length > 1 ? steps.filter(({ step }) => step !== 'sending') : steps
  return (
    <div role="status" className={classes.box}>
      <ol className={classes.steps}>
        {shown.map((step) => (
          <li key={step.step}>
            <StepLine step={step} />
          </li>
        ))}
      </ol>
      {waiting && last?.step === 'taken' && <span className={classes.wait}>{t('test.waiting')}</span>}
    </div>
  )
}

function StepLine({ step }: { readonly step: TestStep }) {
  const { t } = useTranslation(['messages', 'desk', 'remedies'])
  const locale = useIntlLocale()
  switch (step.step) {
    case 'sending':
      return <StatusMark tone="quiet">{t('test.sending')}</StatusMark>
    case 'taken':
    case 'delivered':
      return (
        <StatusMark tone="good">{t(`test.${step.step}`, { time: durationText(step.durationMs, locale) })}</StatusMark>
      )
    case 'not_heard':
      return <StatusMark tone="unsure">{t('test.not_heard')}</StatusMark>
    case 'refused':
      return <StatusMark tone="bad">{t(`test.refused.${step.reason}`)}</StatusMark>
    case 'failed':
      return (
        <StatusMark tone="bad">
          <strong>{t(`desk:delivery.failure.${step.failure}`)}</strong>
          {step.words !== '' && (
            <span className={classes.more}>
              {t('desk:delivery.words')} <bdi>{step.words}</bdi>
            </span>
          )}
          {step.remedy && (
            <span className={classes.more}>
              {t('desk:delivery.remedy')} {t(`remedies:${step.remedy}`)}
            </span>
          )}
        </StatusMark>
      )
  }
}
