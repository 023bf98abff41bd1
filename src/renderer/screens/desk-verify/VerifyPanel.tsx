import { Button, Title } from '@mantine/core'
import { ArrowLeft } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { Ltr } from '../../ui/Ltr.tsx'
import { useShortcut } from '../../ui/use-shortcut.ts'
import { useDesk } from '../desk/desk-context.tsx'
import type { Counter } from '../desk/desk-view-model.ts'
import { VouchButton } from '../desk-vouch/VouchButton.tsx'
import { DeskAppButton } from '../identity/DeskAppButton.tsx'
import { ChooseCustomer } from './ChooseCustomer.tsx'
import { CodeEntry } from './CodeEntry.tsx'
import { DeliveryLine } from './DeliveryLine.tsx'
import { wantsAnotherWay } from './delivery-words.ts'
import { ResendButton } from './ResendButton.tsx'
import { VerifyAnswer } from './VerifyAnswer.tsx'
import classes from './VerifyPanel.module.css'
import { createVerifyModel } from './verify-view-model.ts'

interface VerifyPanelProps {
  readonly verifying: Extract<Counter, { kind: 'verifying' }>
  readonly onUnlock: () => void
}

/** The customer reads the code back: its reference, the boxes, the message's fate, and every way on. */
export function VerifyPanel({ verifying, onUnlock }: VerifyPanelProps) {
  const { t } = useTranslation(['desk', 'common'])
  const { ports, store: desk } = useDesk()
  const [store] = useState(() => {
    const { customer, contactId, challenge } = verifying
    const { openVisit, track } = desk.getState()
    const told = { onVerified: openVisit, onChallenge: track }
    return createVerifyModel(ports, { customerId: customer.customerId, contactId, challenge }, told)
  })
  const { state, challenge, code, delivery, type, follow, dispose } = useStore(store)

  useEffect(() => {
    follow()
    return dispose
  }, [follow, dispose])
  // Registered before the desk's own Escape, so that the first press clears the code and only the second goes back.
  useShortcut(
    (event) => event.key === 'Escape',
    () => type(''),
    code !== '',
  )

  return (
    <div className={classes.panel}>
      <div className={classes.head}>
        <Title order={2}>{t(state.kind === 'choosing' ? 'verify.chooseTitle' : 'verify.title')}</Title>
        <p className={classes.sent}>
          {t('verify.reference')} <strong className={classes.reference}>{<Ltr>{challenge.reference}</Ltr>}</strong>{' '}
          {t('verify.sentTo', { channel: t(`common:channel.${challenge.channel}`) })} <Ltr>{challenge.sentTo}</Ltr>
        </p>
        {challenge.already && <p className={classes.already}>{t('verify.already')}</p>}
      </div>
      {state.kind === 'choosing' ? <ChooseCustomer store={store} /> : <CodeEntry store={store} />}
      <VerifyAnswer store={store} customerName={verifying.customer.name} onUnlock={onUnlock} />
      <DeliveryLine store={store} />
      <div className={classes.actions}>
        <Button
          variant="default"
          leftSection={<ArrowLeft aria-hidden size={20} className={classes.arrow} />}
          onClick={() => desk.getState().back()}
        >
          {t('verify.back')}
        </Button>
        {verifying.customer.authenticator && (
          <DeskAppButton
            customerId={verifying.customer.customerId}
            prominent={delivery !== null && wantsAnotherWay(delivery)}
          />
        )}
        <VouchButton customerId={verifying.customer.customerId} customerName={verifying.customer.name} />
        <ResendButton store={store} />
      </div>
    </div>
  )
}
