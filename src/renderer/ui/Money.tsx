import classes from './Money.module.css'
import { formatMoney } from './money.ts'
import { useMoneyFormat } from './money-context.tsx'

interface MoneyProps {
  readonly amountMinor: number
  /** `total`: the one large amount of a screen. */
  readonly size?: 'inline' | 'total'
}

/** An amount in the office's currency: left-to-right, tabular, kept apart from the words around it. */
export function Money({ amountMinor, size = 'inline' }: MoneyProps) {
  return (
    <bdi dir="ltr" className={size === 'total' ? classes.total : classes.inline}>
      {formatMoney(amountMinor, useMoneyFormat())}
    </bdi>
  )
}
