import { Button } from '@mantine/core'
import { CircleAlert } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { Bill } from '../../../contract/billing.ts'
import { Money } from '../../ui/Money.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { BillRow } from './BillRow.tsx'
import classes from './BillsTable.module.css'
import { unpaid } from './selection-view-model.ts'
import type { VisitStores } from './visit-stores.ts'

interface BillsTableProps {
  readonly stores: VisitStores
  readonly bills: readonly Bill[]
  readonly overdueMinor: number
}

/** Unpaid bills first, each with what it gets from this payment; paid ones folded away beneath. */
export function BillsTable({ stores, bills, overdueMinor }: BillsTableProps) {
  const { t } = useTranslation('desk')
  const { all, none } = useStore(stores.selection)
  const [showPaid, setShowPaid] = useState(false)
  const open = unpaid(bills)
  const paid = bills.filter((bill) => bill.balanceMinor === 0)

  if (bills.length === 0) {
    return (
      <StateMessage tone="empty" size="page" title={t('bills.none')}>
        {t('bills.noneMore')}
      </StateMessage>
    )
  }
  const headings = (
    <div className={classes.headings} aria-hidden>
      <span className={classes.headBill}>{t('bills.bill')}</span>
      <span>{t('bills.due')}</span>
      <span className={classes.sum}>{t('bills.balance')}</span>
      <span className={classes.sum}>{t('bills.now')}</span>
    </div>
  )
  return (
    <div className={classes.bills}>
      {open.length === 0 ? (
        <StateMessage tone="good" title={t('bills.nothingOwed')}>
          {t('bills.nothingOwedMore')}
        </StateMessage>
      ) : (
        <>
          <div className={classes.tools}>
            <Button variant="default" onClick={all}>
              {t('bills.all')}
            </Button>
            <Button variant="default" onClick={none}>
              {t('bills.noneChosen')}
            </Button>
            {overdueMinor > 0 && (
              <span className={classes.overdue}>
                <CircleAlert aria-hidden size={20} />
                {t('visit.overdue')} <Money amountMinor={overdueMinor} />
              </span>
            )}
          </div>
          {headings}
          <ul className={classes.list} aria-label={t('bills.label')}>
            {open.map((bill) => (
              <BillRow key={bill.billId} stores={stores} bill={bill} />
            ))}
          </ul>
        </>
      )}
      {paid.length > 0 && (
        <>
          <Button variant="subtle" onClick={() => setShowPaid(!showPaid)} aria-expanded={showPaid}>
            {t('bills.paidBills', { count: paid.length })}
          </Button>
          {showPaid && (
            <ul className={classes.list}>
              {paid.map((bill) => (
                <BillRow key={bill.billId} stores={stores} bill={bill} />
              ))}
            </ul>
          )}
        </>
      )}
    </div>
  )
}
