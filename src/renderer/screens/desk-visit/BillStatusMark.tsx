import { CircleAlert, CircleCheck, CircleDashed } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Bill } from '../../../contract/billing.ts'
import classes from './BillStatusMark.module.css'

const icons = { open: null, overdue: CircleAlert, partly_paid: CircleDashed, paid: CircleCheck } as const

/** A bill's state as a word and an icon. Overdue wins, so a part payment is said beside it. */
export function BillStatusMark({ bill }: { readonly bill: Bill }) {
  const { t } = useTranslation('desk')
  const Icon = icons[bill.status]
  if (!Icon) return null
  return (
    <span className={classes.mark} data-status={bill.status}>
      <Icon aria-hidden size={16} />
      {t(`bills.status.${bill.status}`)}
      {bill.status === 'overdue' && bill.paidMinor > 0 && `, ${t('bills.alsoPartly')}`}
    </span>
  )
}
