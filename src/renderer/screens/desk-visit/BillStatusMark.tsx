import { CircleAlert, CircleCheck, CircleDashed } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Bill } from '../../../contract/billing.ts'
import { Chip } from '../../ui/Chip.tsx'

const looks = {
  overdue: { tone: 'bad', icon: CircleAlert },
  partly_paid: { tone: 'warning', icon: CircleDashed },
  paid: { tone: 'good', icon: CircleCheck },
} as const

/** A bill's state as a word and an icon. Overdue wins, so a part payment is said beside it. */
export function BillStatusMark({ bill }: { readonly bill: Bill }) {
  const { t } = useTranslation('desk')
  if (bill.status === 'open') return null
  return (
    <Chip {...looks[bill.status]}>
      {t(`bills.status.${bill.status}`)}
      {bill.status === 'overdue' && bill.paidMinor > 0 && `, ${t('bills.alsoPartly')}`}
    </Chip>
  )
}
