import { Button } from '@mantine/core'
import { FileDown, Mail, Printer } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { Visit } from '../../../contract/visits.ts'
import { Ltr } from '../../ui/Ltr.tsx'
import { printPage } from '../../ui/print-page.ts'
import { savePdf } from '../../ui/save-file.ts'
import { useDesk } from '../desk/desk-context.tsx'
import classes from './ReceiptActions.module.css'
import { ReceiptAnswer } from './ReceiptAnswer.tsx'
import { actOf, createReceiptModel, type Paper } from './receipt-view-model.ts'

const browserPaper: Paper = { print: printPage, save: savePdf }

interface ReceiptActionsProps {
  readonly visit: Visit
  readonly receiptId: string
  /** Right after paying, Enter prints. */
  readonly autoFocus?: boolean
}

/** Paper first, then a file, then mail to each of the customer's own addresses. */
export function ReceiptActions({ visit, receiptId, autoFocus = false }: ReceiptActionsProps) {
  const { t } = useTranslation(['desk', 'printers'])
  const { ports } = useDesk()
  const [store] = useState(() => createReceiptModel(ports, browserPaper, { visitId: visit.visitId, receiptId }))
  const { state, print, pdf, email, dispose } = useStore(store)
  useEffect(() => dispose, [dispose])
  const busy = actOf(state)
  const mails = visit.contacts.filter((contact) => contact.kind === 'email')
  return (
    <div className={classes.actions}>
      <Button
        autoFocus={autoFocus}
        leftSection={<Printer aria-hidden size={24} />}
        loading={busy === 'print'}
        onClick={() => void print()}
      >
        {t(state.kind === 'not_printed' ? 'printers:receipt.again' : 'paid.print')}
      </Button>
      <Button
        variant="default"
        leftSection={<FileDown aria-hidden size={20} />}
        loading={busy === 'pdf'}
        onClick={() => void pdf()}
      >
        {t('paid.pdf')}
      </Button>
      {mails.map((contact) => (
        <Button
          key={contact.contactId}
          variant="default"
          leftSection={<Mail aria-hidden size={20} />}
          loading={busy === 'email'}
          title={contact.value}
          onClick={() => void email(contact.contactId)}
        >
          <span className={classes.mail}>
            {t('paid.email')} <Ltr>{contact.value}</Ltr>
          </span>
        </Button>
      ))}
      <ReceiptAnswer state={state} onDialog={() => void print('dialog')} />
    </div>
  )
}
