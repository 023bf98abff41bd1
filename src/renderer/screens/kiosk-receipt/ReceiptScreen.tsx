import { Button, Stack } from '@mantine/core'
import { Mail, Printer } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { Payment } from '../../../contract/payments.ts'
import type { Visit } from '../../../contract/visits.ts'
import { useClient } from '../../client/client-context.tsx'
import { useOffice } from '../../office-context.tsx'
import { ChoiceCard, ChoiceGrid } from '../../ui/ChoiceCard.tsx'
import { Ltr } from '../../ui/Ltr.tsx'
import { Money } from '../../ui/Money.tsx'
import { printPage } from '../../ui/print-page.ts'
import { Screen } from '../../ui/Screen.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { useKioskFlow } from '../kiosk/kiosk-context.tsx'
import { DeliveryMessage } from './DeliveryMessage.tsx'
import { createReceiptStore, isBusy } from './receipt-view-model.ts'

const after = (ms: number, then: () => void): (() => void) => {
  const timer = setTimeout(then, ms)
  return () => clearTimeout(timer)
}

interface ReceiptScreenProps {
  readonly visit: Visit
  readonly payment: Payment
}

/** The payment is made: thanks, and the receipt on paper or by mail. */
export function ReceiptScreen({ visit, payment }: ReceiptScreenProps) {
  const { t } = useTranslation(['kiosk', 'printers'])
  const client = useClient()
  const { channels } = useOffice()
  const open = useKioskFlow((flow) => flow.open)
  const end = useKioskFlow((flow) => flow.end)
  const [store] = useState(() =>
    createReceiptStore({ client, visitId: visit.visitId, receiptId: payment.receiptId, printPage, after }),
  )
  const { state, prints, load, print, mail } = useStore(store)
  useEffect(() => void load(), [load])
  const emails = channels.includes('email') ? visit.contacts.filter((contact) => contact.kind === 'email') : []
  const busy = isBusy(state)
  return (
    <Screen
      title={t('receipt.title')}
      place="middle"
      primary={{ label: t('home.finish'), onPress: () => end('finished'), disabled: busy }}
      secondary={
        <Button variant="default" disabled={busy} onClick={() => open({ at: 'home' })}>
          {t('receipt.more')}
        </Button>
      }
    >
      <Stack gap="lg">
        <StateMessage tone="good" size="page" title={t('receipt.thanks')}>
          <Money amountMinor={payment.amountMinor} size="total" />
          <div>
            {t('receipt.number')} <Ltr>{payment.receiptNo}</Ltr>
          </div>
        </StateMessage>
        <div aria-live="polite">
          <DeliveryMessage state={state} />
        </div>
        <ChoiceGrid columns={emails.length > 0 && prints === true ? 2 : 1}>
          {prints === true && (
            <ChoiceCard
              title={t(state.step === 'not_printed' ? 'printers:kiosk.again' : 'receipt.print')}
              icon={<Printer size={36} />}
              disabled={busy}
              onPress={() => void print()}
            />
          )}
          {emails.map((contact) => (
            <ChoiceCard
              key={contact.contactId}
              title={t('receipt.mail')}
              more={<Ltr>{contact.value}</Ltr>}
              icon={<Mail size={36} />}
              disabled={busy}
              onPress={() => void mail(contact.contactId)}
            />
          ))}
        </ChoiceGrid>
      </Stack>
    </Screen>
  )
}
