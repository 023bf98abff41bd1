import { Button } from '@mantine/core'
import { CircleCheck, CircleDot, Inbox } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Ticket } from '../../../contract/feedback.ts'
import { momentText } from '../../i18n/dates.ts'
import { useIntlLocale } from '../../i18n/use-locale.ts'
import { Chip } from '../../ui/Chip.tsx'
import { Ltr } from '../../ui/Ltr.tsx'
import { Row } from '../../ui/Row.tsx'
import { Stars } from './Stars.tsx'
import classes from './TicketCard.module.css'

const icons = { open: Inbox, in_work: CircleDot, resolved: CircleCheck } as const

/** One customer's words, what was answered, and the button that moves it on. */
export function TicketCard({ ticket, onWork }: { readonly ticket: Ticket; readonly onWork: () => void }) {
  const { t } = useTranslation('desk')
  const locale = useIntlLocale()
  return (
    <Row height="tall">
      <div className={classes.what}>
        <div className={classes.head}>
          <Ltr className={classes.number ?? ''}>{ticket.ticketNo}</Ltr>
          <Chip tone={ticket.status === 'resolved' ? 'good' : 'warning'} icon={icons[ticket.status]}>
            {t(`tickets.status.${ticket.status}`)}
          </Chip>
          <Stars rating={ticket.rating} />
          <span>{t(`feedback.categories.${ticket.category}`)}</span>
        </div>
        <p className={classes.quiet}>
          <bdi>{ticket.customerName}</bdi> · {momentText(ticket.createdAtMs, locale)}
        </p>
        {ticket.words !== '' && (
          <p className={classes.words} dir="auto">
            {ticket.words}
          </p>
        )}
        {ticket.answer !== '' && (
          <p className={classes.answer} dir="auto">
            {t('tickets.saidAnswer')} {ticket.answer}
          </p>
        )}
      </div>
      {ticket.status !== 'resolved' && (
        <Button variant="light" onClick={onWork}>
          {t('tickets.work')}
        </Button>
      )}
    </Row>
  )
}
