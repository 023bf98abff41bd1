import { SegmentedControl } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { Screen } from '../../ui/Screen.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { useDesk } from '../desk/desk-context.tsx'
import { TicketDialog } from './TicketDialog.tsx'
import { TicketList } from './TicketList.tsx'
import classes from './TicketsScreen.module.css'
import { createTicketsModel, type TicketFilter } from './tickets-view-model.ts'

const filters: readonly TicketFilter[] = ['open', 'in_work', 'resolved', 'all']

/** What customers said, by how far the office has come with it. */
export function TicketsScreen() {
  const { t } = useTranslation('desk')
  const { ports } = useDesk()
  const [store] = useState(() => createTicketsModel(ports))
  const { filter, moved, show, load } = useStore(store)
  useEffect(() => void load(), [load])
  return (
    <Screen title={t('tickets.title')} width="wide">
      <div className={classes.content}>
        <SegmentedControl
          className={classes.filter ?? ''}
          classNames={{ label: classes.label ?? '' }}
          aria-label={t('tickets.filter')}
          data={filters.map((value) => ({ value, label: t(`tickets.status.${value}`) }))}
          value={filter}
          onChange={(value) => void show(filters.find((each) => each === value) ?? 'open')}
        />
        {moved && (
          <StateMessage
            tone={moved.ticket.status === 'resolved' && !moved.told ? 'warning' : 'good'}
            title={t(
              moved.ticket.status === 'in_work'
                ? 'tickets.movedToWork'
                : moved.told
                  ? 'tickets.told'
                  : 'tickets.notTold',
              {
                ticketNo: moved.ticket.ticketNo,
              },
            )}
          />
        )}
        <TicketList store={store} />
      </div>
      <TicketDialog store={store} />
    </Screen>
  )
}
