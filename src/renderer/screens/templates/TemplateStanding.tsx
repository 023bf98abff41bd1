import { CircleAlert, CircleCheck } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { momentText } from '../../i18n/dates.ts'
import { useIntlLocale } from '../../i18n/use-locale.ts'
import { problemTitle } from '../../ui/ProblemMessage.tsx'
import classes from './TemplateStanding.module.css'
import { isDirty, problemsIn, type ShownTemplate } from './templates-view-model.ts'

/** What the last press came to, else whose words these are. It stands in the action bar, which is always in sight. */
export function TemplateStanding({ shown }: { readonly shown: ShownTemplate }) {
  const { t } = useTranslation('templates')
  const { t: common } = useTranslation()
  const intlLocale = useIntlLocale()
  const { step, detail } = shown
  if (step.kind === 'failed') {
    return (
      <p className={classes.standing} data-tone="bad" role="alert">
        <CircleAlert aria-hidden size={20} />
        {problemTitle(common, step.failure)}
      </p>
    )
  }
  if (step.kind === 'saved' || step.kind === 'restored') {
    return (
      <p className={classes.standing} data-tone="good" role="status">
        <CircleCheck aria-hidden size={20} />
        {t(step.kind)}
      </p>
    )
  }
  const problems = problemsIn(shown).length
  if (problems > 0) {
    return (
      <p className={classes.standing} data-tone="bad">
        <CircleAlert aria-hidden size={20} />
        {t('toMend', { count: problems })}
      </p>
    )
  }
  if (isDirty(shown)) return <p className={classes.standing}>{t('notSaved')}</p>
  const { changedAtMs, changedBy } = detail
  if (changedAtMs === null) return <p className={classes.standing}>{t('isOriginal')}</p>
  const when = momentText(changedAtMs, intlLocale)
  return (
    <p className={classes.standing}>
      {changedBy === null ? t('changedAt', { when }) : t('changedBy', { name: changedBy, when })}
    </p>
  )
}
