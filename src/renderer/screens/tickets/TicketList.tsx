import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { LoadingRows } from '../../ui/LoadingRows.tsx'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { RowList } from '../../ui/Row.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { TicketCard } from './TicketCard.tsx'
import type { TicketsStore } from './tickets-view-model.ts'

/** The tickets of one kind, newest first. */
export function TicketList({ store }: { readonly store: TicketsStore }) {
  const { t } = useTranslation('desk')
  const { filter, list, load, more, open, show } = useStore(store)
  if (list.kind === 'loading') return <LoadingRows rows={5} />
  if (list.kind === 'failed') return <ProblemMessage problem={list.failure} onRetry={() => void load()} />
  if (list.tickets.length === 0) {
    const all = filter !== 'all' && (
      <Button variant="default" onClick={() => void show('all')}>
        {t('payCodes.showAll')}
      </Button>
    )
    return (
      <StateMessage tone="empty" size="page" title={t('tickets.none')} action={all}>
        {t(filter === 'all' ? 'tickets.noneAtAll' : 'tickets.noneMore')}
      </StateMessage>
    )
  }
  return (
    <>
      <RowList>
        {list.tickets.map((ticket) => (
          <TicketCard key={ticket.ticketId} ticket={ticket} onWork={() => open(ticket)} />
        ))}
      </RowList>
      {list.more && (
        <Button variant="default" loading={list.fetching} onClick={() => void more()}>
          {t('tickets.more')}
        </Button>
      )}
    </>
  )
}
