import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { PayCode, Payment } from '../../../contract/payments.ts'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { useDesk } from '../desk/desk-context.tsx'
import classes from './SettleForm.module.css'
import { createSettleModel } from './settle-view-model.ts'

interface SettleFormProps {
  readonly payCode: PayCode
  readonly onPaid: (payment: Payment) => void
  readonly autoFocus?: boolean
}

/** The bank's reference, once the money is on the office's account. */
export function SettleForm({ payCode, onPaid, autoFocus = false }: SettleFormProps) {
  const { t } = useTranslation('desk')
  const { ports } = useDesk()
  const [store] = useState(() => createSettleModel(ports, payCode.payCodeId, onPaid))
  const { state, reference, type, settle } = useStore(store)
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        void settle()
      }}
    >
      <TextInput
        className={classes.field ?? ''}
        label={`${t('payCode.settleTitle')} · ${t('payCode.reference')}`}
        dir="ltr"
        autoComplete="off"
        maxLength={60}
        {...(autoFocus ? { 'data-autofocus': true } : {})}
        value={reference}
        onChange={(event) => type(event.currentTarget.value)}
      />
      <Button type="submit" disabled={reference.trim() === ''} loading={state.kind === 'settling'}>
        {t('payCode.settle')}
      </Button>
      {state.kind === 'refused' && <StateMessage tone="warning" title={t(`payCode.refused.${state.reason}`)} />}
      {state.kind === 'failed' && <ProblemMessage problem={state.failure} onRetry={() => void settle()} />}
    </form>
  )
}
