import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { Challenge } from '../../../contract/verification.ts'
import { Ltr } from '../../ui/Ltr.tsx'
import { useDesk } from '../desk/desk-context.tsx'
import { ChooseCustomer } from '../desk-verify/ChooseCustomer.tsx'
import { CodeEntry } from '../desk-verify/CodeEntry.tsx'
import { DeliveryLine } from '../desk-verify/DeliveryLine.tsx'
import { ResendButton } from '../desk-verify/ResendButton.tsx'
import { VerifyAnswer } from '../desk-verify/VerifyAnswer.tsx'
import classes from '../desk-verify/VerifyPanel.module.css'
import { createVerifyModel } from '../desk-verify/verify-view-model.ts'

interface ProveNewcomerProps {
  readonly challenge: Challenge
  readonly name: string
  readonly onBack: () => void
  readonly onVerified: (visitId: string) => void
}

/** The newcomer reads the code back; only then is there an account, and its visit opens. */
export function ProveNewcomer({ challenge, name, onBack, onVerified }: ProveNewcomerProps) {
  const { t } = useTranslation(['identity', 'desk', 'common'])
  const { ports } = useDesk()
  const [store] = useState(() =>
    createVerifyModel(
      ports,
      { customerId: '', contactId: '', challenge },
      { onVerified, onChallenge: () => undefined },
    ),
  )
  const { state, challenge: now, follow, dispose } = useStore(store)
  useEffect(() => {
    follow()
    return dispose
  }, [follow, dispose])
  const goBack = () => {
    // What was typed waits for this code only; that it is over can be told meanwhile.
    void ports.client.verification.cancel({ challengeId: now.challengeId }).catch(() => undefined)
    onBack()
  }
  return (
    <div className={classes.panel}>
      <p className={classes.sent}>
        {t('desk:verify.reference')}{' '}
        <strong className={classes.reference}>
          <Ltr>{now.reference}</Ltr>
        </strong>{' '}
        {t('desk:verify.sentTo', { channel: t(`common:channel.${now.channel}`) })} <Ltr>{now.sentTo}</Ltr>
      </p>
      {state.kind === 'choosing' ? <ChooseCustomer store={store} /> : <CodeEntry store={store} />}
      <VerifyAnswer store={store} customerName={name} onUnlock={null} />
      <DeliveryLine store={store} />
      <div className={classes.actions}>
        <Button variant={state.kind === 'refused' ? 'filled' : 'default'} onClick={goBack}>
          {t('identity:register.back')}
        </Button>
        {state.kind !== 'refused' && <ResendButton store={store} />}
      </div>
    </div>
  )
}
