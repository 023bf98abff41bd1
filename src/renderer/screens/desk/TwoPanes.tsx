import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './TwoPanes.module.css'

/** The customer at the start, the work at the end; stacked where a drawer or a small window leaves too little room. */
export function TwoPanes({ customer, work }: { readonly customer: ReactNode; readonly work: ReactNode }) {
  const { t } = useTranslation('desk')
  return (
    <div className={classes.panes}>
      <section className={classes.customer} aria-label={t('customer.label')}>
        {customer}
      </section>
      <div className={classes.work}>{work}</div>
    </div>
  )
}
