import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { Money } from '../../ui/Money.tsx'
import { MoneyInput } from '../../ui/MoneyInput.tsx'
import { useMoneyFormat } from '../../ui/money-context.tsx'
import classes from './CashFields.module.css'
import type { PayStore } from './pay-view-model.ts'
import { quickAmounts } from './quick-amounts.ts'

interface CashFieldsProps {
  readonly store: PayStore
  readonly totalMinor: number
  readonly onEnter: () => void
}

/** Cash given, by hand or by one press, and the change in large type before anything is saved. */
export function CashFields({ store, totalMinor, onEnter }: CashFieldsProps) {
  const { t } = useTranslation('desk')
  const { digits } = useMoneyFormat()
  const { state, tenderedMinor, tender } = useStore(store)
  const differenceMinor = tenderedMinor === null ? null : tenderedMinor - totalMinor
  const disabled = state.kind === 'paying'
  return (
    <>
      <MoneyInput
        label={t('pay.tendered')}
        valueMinor={tenderedMinor}
        onChange={tender}
        onEnter={onEnter}
        disabled={disabled}
        autoFocus
      />
      <fieldset className={classes.quick} aria-label={t('pay.quick')}>
        {quickAmounts(totalMinor, digits).map((amountMinor) => (
          <Button key={amountMinor} variant="default" disabled={disabled} onClick={() => tender(amountMinor)}>
            {amountMinor === totalMinor ? t('pay.exact') : <Money amountMinor={amountMinor} />}
          </Button>
        ))}
      </fieldset>
      <div className={classes.change} role="status" data-missing={(differenceMinor ?? 0) < 0}>
        <span>{t((differenceMinor ?? 0) < 0 ? 'pay.missing' : 'pay.change')}</span>
        {differenceMinor === null ? '—' : <Money amountMinor={Math.abs(differenceMinor)} size="total" />}
      </div>
    </>
  )
}
