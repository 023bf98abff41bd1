import { Button, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { CashFields } from './CashFields.tsx'
import classes from './CountedPayment.module.css'
import { PayAnswer } from './PayAnswer.tsx'
import type { PayStore } from './pay-view-model.ts'

interface CountedPaymentProps {
  readonly store: PayStore
  readonly totalMinor: number
  readonly onLookAgain: () => void
}

/** Cash, card or transfer: what proves it, then one press. */
export function CountedPayment({ store, totalMinor, onLookAgain }: CountedPaymentProps) {
  const { t } = useTranslation('desk')
  const { state, method, tenderedMinor, reference, refer, pay } = useStore(store)
  if (state.kind === 'checking') {
    return (
      <StateMessage tone="warning" title={t('pay.checking')}>
        {t('pay.checkingMore')}
      </StateMessage>
    )
  }
  const ready = method === 'cash' ? (tenderedMinor ?? 0) >= totalMinor : reference.trim() !== ''
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (ready) void pay()
      }}
    >
      {method === 'cash' ? (
        <CashFields store={store} totalMinor={totalMinor} onEnter={() => ready && void pay()} />
      ) : (
        <TextInput
          key={method}
          label={t(`pay.reference.${method}`)}
          dir="ltr"
          autoComplete="off"
          autoFocus
          required
          maxLength={60}
          disabled={state.kind === 'paying'}
          value={reference}
          onChange={(event) => refer(event.currentTarget.value)}
        />
      )}
      {state.kind === 'filling' && (
        <PayAnswer refusal={state.refusal} failure={state.failure} notPaid={state.notPaid} onLookAgain={onLookAgain} />
      )}
      <Button type="submit" className={classes.confirm ?? ''} disabled={!ready} loading={state.kind === 'paying'}>
        {t('pay.confirm')}
      </Button>
    </form>
  )
}
