import { Button, UnstyledButton } from '@mantine/core'
import { Square, SquareCheckBig } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Bill } from '../../../contract/billing.ts'
import { dateText, periodText } from '../../i18n/dates.ts'
import { useIntlLocale } from '../../i18n/use-locale.ts'
import { Ltr } from '../../ui/Ltr.tsx'
import { Money } from '../../ui/Money.tsx'
import { BillStatusWord } from './BillStatusWord.tsx'
import classes from './BillsScreen.module.css'

interface BillCardProps {
  readonly bill: Bill
  /** Left out where the bill is paid and can't be chosen. */
  readonly chosen?: boolean
  readonly onToggle?: () => void
  readonly onLook: () => void
}

/** One bill to choose, and the way to what is on it. */
export function BillCard({ bill, chosen, onToggle, onLook }: BillCardProps) {
  const { t } = useTranslation('kiosk')
  const locale = useIntlLocale()
  const period = periodText(bill.period, locale)
  const Tick = chosen ? SquareCheckBig : Square
  const face = (
    <>
      {onToggle && (
        <span aria-hidden className={classes.tick}>
          <Tick size={36} />
        </span>
      )}
      <span className={classes.words}>
        <span className={classes.period}>
          <bdi>{period}</bdi>
        </span>
        <br />
        <span className={classes.meta}>
          <Ltr>{bill.billNo}</Ltr> · {t('bills.due', { date: dateText(bill.dueOn, locale) })}
        </span>
      </span>
      <BillStatusWord status={bill.status} />
      <span className={classes.amount}>
        <Money amountMinor={onToggle ? bill.balanceMinor : bill.amountMinor} />
      </span>
    </>
  )
  return (
    <div className={classes.row}>
      {onToggle ? (
        <UnstyledButton role="checkbox" aria-checked={chosen ?? false} className={classes.main} onClick={onToggle}>
          {face}
        </UnstyledButton>
      ) : (
        <div className={classes.main}>{face}</div>
      )}
      <Button variant="default" className={classes.look} onClick={onLook} aria-label={t('bills.lookAt', { period })}>
        {t('bills.look')}
      </Button>
    </div>
  )
}
