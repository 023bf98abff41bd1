import { Button, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { timeText } from '../../i18n/dates.ts'
import { useIntlLocale } from '../../i18n/use-locale.ts'
import { Row, RowList } from '../../ui/Row.tsx'
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
    <section className={classes.visits} aria-labelledby="open-visits">
      <Title order={2} id="open-visits">
        {t('free.openVisits')}
      </Title>
      <RowList>
        {openVisits.map(({ visitId, customerName, startedAtMs }) => (
          <Row key={visitId}>
            <span className={classes.name} title={customerName}>
              {customerName}
            </span>
            <span className={classes.since}>{t('free.since', { time: timeText(startedAtMs, locale) })}</span>
            <Button variant="light" onClick={() => store.getState().openVisit(visitId)}>
              {t('free.continue')}
            </Button>
          </Row>
        ))}
      </RowList>
    </section>
  )
}
