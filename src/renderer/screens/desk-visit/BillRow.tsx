import { ActionIcon, Checkbox, VisuallyHidden } from '@mantine/core'
import { ChevronDown, ChevronUp } from 'lucide-react'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { Bill } from '../../../contract/billing.ts'
import { dateText, periodText } from '../../i18n/dates.ts'
import { useIntlLocale } from '../../i18n/use-locale.ts'
import { Ltr } from '../../ui/Ltr.tsx'
import { Money } from '../../ui/Money.tsx'
import { BillAmount } from './BillAmount.tsx'
import { BillLines } from './BillLines.tsx'
import classes from './BillRow.module.css'
import { BillStatusMark } from './BillStatusMark.tsx'
import type { VisitStores } from './visit-stores.ts'

/** One bill: tick it, change what it gets, or open what it is made of. */
export function BillRow({ stores, bill }: { readonly stores: VisitStores; readonly bill: Bill }) {
  const { t } = useTranslation('desk')
  const locale = useIntlLocale()
  const tickId = useId()
  const { shares, toggle } = useStore(stores.selection)
  const lines = useStore(stores.lines, (state) => state.opened.get(bill.billId))
  const openLines = useStore(stores.lines, (state) => state.toggle)
  const shareMinor = shares.get(bill.billId) ?? 0
  const unpaid = bill.balanceMinor > 0
  return (
    <li className={classes.bill} data-chosen={shareMinor > 0}>
      <div className={classes.row}>
        {unpaid ? (
          // The label is a whole touch target; the box inside it is only as large as a box should look.
          <label className={classes.tick} htmlFor={tickId}>
            <Checkbox id={tickId} size="lg" checked={shareMinor > 0} onChange={() => toggle(bill.billId)} />
            <VisuallyHidden>{t('bills.chooseBill', { billNo: bill.billNo })}</VisuallyHidden>
          </label>
        ) : (
          <span className={classes.tick} />
        )}
        <div className={classes.what}>
          <span className={classes.period}>{periodText(bill.period, locale)}</span>
          <span className={classes.number}>
            <Ltr>{bill.billNo}</Ltr>
          </span>
          <BillStatusMark bill={bill} />
        </div>
        <span className={classes.due}>{dateText(bill.dueOn, locale)}</span>
        <span className={classes.balance}>
          <Money amountMinor={unpaid ? bill.balanceMinor : bill.amountMinor} />
        </span>
        <div className={classes.now}>{unpaid && <BillAmount store={stores.selection} bill={bill} />}</div>
        <ActionIcon
          aria-label={t('bills.details', { billNo: bill.billNo })}
          aria-expanded={lines !== undefined}
          onClick={() => void openLines(bill.billId)}
        >
          {lines ? <ChevronUp aria-hidden size={24} /> : <ChevronDown aria-hidden size={24} />}
        </ActionIcon>
      </div>
      {lines && <BillLines bill={bill} lines={lines} onRetry={() => void stores.lines.getState().again(bill.billId)} />}
    </li>
  )
}
