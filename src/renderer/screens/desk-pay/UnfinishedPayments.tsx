import { Button, Group, Modal, Stack } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { Ltr } from '../../ui/Ltr.tsx'
import { Money } from '../../ui/Money.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { useDesk } from '../desk/desk-context.tsx'
import { createUnfinishedModel } from './unfinished-view-model.ts'

/** The screen stopped while a payment was under way: was it taken or not? Said before anything else is done. */
export function UnfinishedPayments() {
  const { t } = useTranslation(['desk', 'common'])
  const { ports, store: desk } = useDesk()
  const [store] = useState(() => createUnfinishedModel(ports))
  const { findings, look, seen } = useStore(store)
  // Also where the visit closed while the office was being asked: its own way to ask is gone with it.
  const closed = useStore(desk, ({ notice }) => notice === 'visit_closed')
  useEffect(() => {
    if (closed) void look()
  }, [look, closed])
  useEffect(() => void look(), [look])
  const isKnown = findings.every(({ found }) => found !== null)
  return (
    <Modal
      opened={findings.length > 0}
      onClose={seen}
      title={t('unfinished.title')}
      withCloseButton={false}
      closeOnEscape={isKnown}
      closeOnClickOutside={false}
      centered
    >
      <Stack gap="md">
        <p>{t('unfinished.lead')}</p>
        {findings.map(({ key, amountMinor, found }) => {
          if (found === null) return <StateMessage key={key} tone="info" title={t('unfinished.asking')} />
          return found.outcome === 'paid' ? (
            <StateMessage key={key} tone="good" title={t('unfinished.paid')}>
              <Money amountMinor={found.amountMinor} /> · {t('unfinished.receipt')} <Ltr>{found.receiptNo}</Ltr>
            </StateMessage>
          ) : (
            <StateMessage key={key} tone="warning" title={t('unfinished.notPaid')}>
              <Money amountMinor={amountMinor} /> · {t('unfinished.notPaidMore')}
            </StateMessage>
          )
        })}
        <Group justify="flex-end">
          <Button onClick={seen} disabled={!isKnown}>
            {t('common:action.done')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
