import { CircleCheck, CircleDashed, CirclePercent, ClockAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { BillStatus } from '../../../contract/billing.ts'
import classes from './BillsScreen.module.css'

const icons = { open: CircleDashed, overdue: ClockAlert, partly_paid: CirclePercent, paid: CircleCheck } as const

/** The bill's state as an icon and a word. */
export function BillStatusWord({ status }: { readonly status: BillStatus }) {
  const { t } = useTranslation('kiosk')
  const Icon = icons[status]
  return (
    <span className={classes.status} data-status={status}>
      <Icon aria-hidden size={24} />
      {t(`bills.status.${status}`)}
    </span>
  )
}
