import { ArrowRight } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { DeliveryState } from '../../../contract/verification.ts'
import { durationText } from '../../i18n/durations.ts'
import { useIntlLocale } from '../../i18n/use-locale.ts'
import classes from './TriedSteps.module.css'
import { triedSteps } from './tried-steps.ts'

/** "Kavenegar didn't answer in 5.0 s → taken by Twilio in 0.4 s", on one line where it fits. */
export function TriedSteps({ delivery }: { readonly delivery: DeliveryState }) {
  const { t } = useTranslation('desk')
  const locale = useIntlLocale()
  const steps = triedSteps(delivery)
  if (steps.length === 0) return null
  return (
    <ol className={classes.steps} aria-label={t('delivery.triedLabel')}>
      {steps.map(({ providerName, word, times, durationMs, atMs }, place) => (
        <li key={`${atMs}-${providerName}-${word}`} className={classes.step}>
          {place > 0 && <ArrowRight aria-hidden size={16} className={classes.arrow} />}
          <span>
            {t(`delivery.tried.${word}`, { provider: providerName, time: durationText(durationMs, locale) })}
            {times > 1 && ` (${t('delivery.tried.times', { count: times })})`}
          </span>
        </li>
      ))}
    </ol>
  )
}
