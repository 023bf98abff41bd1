import { useTranslation } from 'react-i18next'
import type { Ticket } from '../../../contract/feedback.ts'
import { Stars } from './Stars.tsx'
import classes from './TicketWords.module.css'

/** What is being answered, in sight of the answer. */
export function TicketWords({ ticket }: { readonly ticket: Ticket }) {
  const { t } = useTranslation('desk')
  return (
    <blockquote className={classes.said}>
      <span className={classes.head}>
        <bdi>{ticket.customerName}</bdi> · {t(`feedback.categories.${ticket.category}`)}{' '}
        <Stars rating={ticket.rating} />
      </span>
      {ticket.words !== '' && (
        <p className={classes.words} dir="auto">
          {ticket.words}
        </p>
      )}
    </blockquote>
  )
}
