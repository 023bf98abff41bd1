import { Button, Group, Modal, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { WordsInput } from '../../ui/WordsInput.tsx'
import { TicketWords } from './TicketWords.tsx'
import type { TicketsStore } from './tickets-view-model.ts'

/** Moving a ticket on: into work, or resolved with an answer that the customer gets. */
export function TicketDialog({ store }: { readonly store: TicketsStore }) {
  const { t } = useTranslation(['desk', 'common'])
  const { moving, answer, move, close, load } = useStore(store)
  const asked = moving.kind === 'answering' ? moving : null
  const reload = (
    <Button
      variant="default"
      onClick={() => {
        close()
        void load()
      }}
    >
      {t('common:action.refresh')}
    </Button>
  )
  return (
    <Modal
      opened={asked !== null}
      onClose={close}
      size={640}
      title={asked?.ticket.ticketNo}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
    >
      {asked && (
        <Stack>
          <TicketWords ticket={asked.ticket} />
          <WordsInput
            label={t('tickets.answer')}
            description={t('tickets.answerMore')}
            first
            maxLength={2000}
            value={asked.answer}
            onChange={answer}
          />
          {asked.refusal && (
            <StateMessage tone="warning" title={t(`tickets.refused.${asked.refusal}`)} action={reload} />
          )}
          {asked.failure && <ProblemMessage problem={asked.failure} />}
          <Group justify="space-between">
            {asked.ticket.status === 'open' ? (
              <Button variant="default" disabled={asked.busy} onClick={() => void move('in_work')}>
                {t('tickets.toWork')}
              </Button>
            ) : (
              <Button variant="default" onClick={close}>
                {t('tickets.close')}
              </Button>
            )}
            <Button
              disabled={asked.answer.trim() === ''}
              title={asked.answer.trim() === '' ? t('tickets.needAnswer') : undefined}
              loading={asked.busy}
              onClick={() => void move('resolved')}
            >
              {t('tickets.resolve')}
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  )
}
