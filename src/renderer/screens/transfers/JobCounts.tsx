import { useTranslation } from 'react-i18next'
import type { JobProgress } from '../../../contract/transfers.ts'
import { useIntlLocale } from '../../i18n/use-locale.ts'
import classes from './JobCounts.module.css'

const counts = ['added', 'changed', 'unchanged', 'rejected'] as const

/** What an import did with its rows so far. */
export function JobCounts({ progress }: { readonly progress: JobProgress }) {
  const { t } = useTranslation('desk')
  const format = new Intl.NumberFormat(useIntlLocale())
  return (
    <dl className={classes.counts}>
      {counts.map((count) => (
        <div key={count} className={classes.count} data-bad={count === 'rejected' && progress.rejected > 0}>
          <dt>{t(`transfers.${count}`)}</dt>
          <dd>{format.format(progress[count])}</dd>
        </div>
      ))}
    </dl>
  )
}
