import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { Bill } from '../../../contract/billing.ts'
import { MoneyInput } from '../../ui/MoneyInput.tsx'
import type { SelectionStore } from './selection-view-model.ts'

/** What one bill gets. It counts when the field is left, so a half-typed amount never moves the total. */
export function BillAmount({ store, bill }: { readonly store: SelectionStore; readonly bill: Bill }) {
  const { t } = useTranslation('desk')
  const { shares, edit } = useStore(store)
  const shareMinor = shares.get(bill.billId) ?? null
  const [typed, setTyped] = useState<{ readonly minor: number | null } | null>(null)
  const leave = () => {
    if (typed) edit(bill.billId, typed.minor ?? 0)
    setTyped(null)
  }
  return (
    <MoneyInput
      label={t('bills.amountFor', { billNo: bill.billNo })}
      labelHidden
      valueMinor={typed ? typed.minor : shareMinor}
      onChange={(minor) => setTyped({ minor })}
      onEnter={leave}
      onLeave={leave}
    />
  )
}
