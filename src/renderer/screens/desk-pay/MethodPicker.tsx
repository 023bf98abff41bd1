import { UnstyledButton } from '@mantine/core'
import { Banknote, CreditCard, Landmark, QrCode } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { PaymentMethod } from '../../../contract/payments.ts'
import classes from './MethodPicker.module.css'

/** The office's methods; pay-codes go their own way. */
export type PickedMethod = PaymentMethod

const methods = [
  { method: 'cash', Icon: Banknote },
  { method: 'card', Icon: CreditCard },
  { method: 'transfer', Icon: Landmark },
  { method: 'pay_code', Icon: QrCode },
] as const

interface MethodPickerProps {
  readonly value: PickedMethod
  readonly onChange: (method: PickedMethod) => void
  readonly disabled: boolean
}

/** How the customer pays: four large buttons. */
export function MethodPicker({ value, onChange, disabled }: MethodPickerProps) {
  const { t } = useTranslation('desk')
  return (
    <fieldset className={classes.methods} aria-label={t('pay.method')}>
      {methods.map(({ method, Icon }) => (
        <UnstyledButton
          key={method}
          className={classes.method}
          aria-pressed={method === value}
          disabled={disabled}
          onClick={() => onChange(method)}
        >
          <Icon aria-hidden size={24} />
          {t(`pay.methods.${method}`)}
        </UnstyledButton>
      ))}
    </fieldset>
  )
}
