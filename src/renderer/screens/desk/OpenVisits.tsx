import { Button, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { timeText } from '../../i18n/dates.ts'
import { useIntlLocale } from '../../i18n/use-locale.ts'
import { useDesk } from './desk-context.tsx'
import classes from './OpenVisits.module.css'

/** Visits that a reload or a walk to another section left open at this terminal. */
export function OpenVisits() {
  const { t } = useTranslation('desk')
  const { store } = useDesk()
  const locale = useIntlLocale()
  const openVisits = useStore(store, (state) => state.openVisits)
  if (openVisits.length === 0) return null
  return (
    <section aria-labelledby="open-visits">
      <Title order={2} id="open-visits">
        {t('free.openVisits')}
      </Title>
      <ul className={classes.list}>
        {openVisits.map(({ visitId, customerName, startedAtMs }) => (
          <li key={visitId} className={classes.row}>
            <span className={classes.name} title={customerName}>
              {customerName}
            </span>
            <span className={classes.since}>{t('free.since', { time: timeText(startedAtMs, locale) })}</span>
            <Button variant="light" onClick={() => store.getState().openVisit(visitId)}>
              {t('free.continue')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}
