import { Button, Tabs } from '@mantine/core'
import { CheckCheck } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { ShownToCustomer } from '../../../contract/customer-display.ts'
import type { Allocation } from '../../../contract/payments.ts'
import { ActionBar } from '../../ui/ActionBar.tsx'
import { Money } from '../../ui/Money.tsx'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { useShortcut } from '../../ui/use-shortcut.ts'
import { useShownToCustomer } from '../desk/use-shown-to-customer.ts'
import { PayDialog } from '../desk-pay/PayDialog.tsx'
import { PaymentsList } from '../desk-pay/PaymentsList.tsx'
import { DeskIdentity } from '../identity/DeskIdentity.tsx'
import { BillsTable } from './BillsTable.tsx'
import { FeedbackForm } from './FeedbackForm.tsx'
import { FinishGuard } from './FinishGuard.tsx'
import { PayBar } from './PayBar.tsx'
import { allocationsOf, totalMinor, unpaid } from './selection-view-model.ts'
import classes from './VisitPanel.module.css'
import type { VisitStores } from './visit-stores.ts'
import type { VisitState } from './visit-view-model.ts'

type Opened = Extract<VisitState, { kind: 'open' }>
const tabs = ['bills', 'payments', 'feedback', 'identity'] as const
type Tab = (typeof tabs)[number]

/** The amount that the clerk has chosen, or the payment that was just taken. */
function shownOf(visitId: string, payMinor: number, paidId: string | null): ShownToCustomer {
  if (payMinor > 0) return { shows: 'pay', visitId, amountMinor: payMinor }
  return paidId === null ? { shows: 'visit', visitId } : { shows: 'paid', visitId, paymentId: paidId }
}

/** What can be done in a visit. Taking a payment is the primary action until nothing is owed; then finishing is. */
export function VisitPanel({ stores, opened }: { readonly stores: VisitStores; readonly opened: Opened }) {
  const { t } = useTranslation(['desk', 'identity'])
  const { bills, payments, stale, visit } = opened
  const { shares, reset, spread } = useStore(stores.selection)
  const { finishing, finishFailure, refresh } = useStore(stores.visit)
  const [tab, setTab] = useState<Tab>('bills')
  const [paying, setPaying] = useState<readonly Allocation[] | null>(null)
  const [askFinish, setAskFinish] = useState(false)
  const [paidId, setPaidId] = useState<string | null>(null)

  useEffect(() => reset(bills), [reset, bills])

  const payMinor = totalMinor(shares)
  useShownToCustomer(shownOf(visit.visitId, payMinor, paidId))
  const mayPay = payMinor > 0 && spread.kind !== 'asking'
  const owes = unpaid(bills).length > 0
  const pay = () => setPaying(allocationsOf(bills, shares))
  const finish = () => setAskFinish(true)
  useShortcut((event) => event.key === 'F8', pay, mayPay && paying === null)
  useShortcut((event) => (event.ctrlKey || event.metaKey) && event.key === 'Enter', finish, paying === null)

  const payAction = {
    label: t(payMinor > 0 ? 'bills.pay' : 'bills.chooseFirst'),
    // From another tab the way to the bills is the next step; among the bills there is nothing to press yet.
    onPress: payMinor > 0 ? pay : () => setTab('bills'),
    disabled: payMinor > 0 ? !mayPay : tab === 'bills',
    icon: payMinor > 0 && <Money amountMinor={payMinor} />,
  }
  const finishAction = { label: t('visit.finish'), onPress: finish, busy: finishing }
  return (
    <div className={classes.panel}>
      <Tabs
        className={classes.tabs ?? ''}
        value={tab}
        onChange={(value) => setTab(tabs.find((each) => each === value) ?? 'bills')}
        keepMounted={false}
      >
        <Tabs.List className={classes.list ?? ''}>
          {tabs.map((each) => (
            <Tabs.Tab key={each} value={each} className={classes.tab ?? ''}>
              {each === 'identity' ? t('identity:tab') : t(`visit.${each}`)}
              {each === 'payments' && payments.length > 0 && ` (${payments.length})`}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {(stale ?? finishFailure) && (
          <div className={classes.notice}>
            {stale && <ProblemMessage problem={stale} onRetry={() => void refresh()} />}
            {finishFailure && <ProblemMessage problem={finishFailure} onRetry={finish} />}
          </div>
        )}
        <Tabs.Panel value="bills" className={classes.content ?? ''}>
          <BillsTable stores={stores} bills={bills} overdueMinor={opened.overdueMinor} />
        </Tabs.Panel>
        <Tabs.Panel value="payments" className={classes.content ?? ''}>
          <PaymentsList stores={stores} visit={visit} payments={payments} />
        </Tabs.Panel>
        <Tabs.Panel value="feedback" className={classes.content ?? ''}>
          <FeedbackForm store={stores.feedback} />
        </Tabs.Panel>
        <Tabs.Panel value="identity" className={classes.content ?? ''}>
          <DeskIdentity visit={visit} onChanged={refresh} />
        </Tabs.Panel>
      </Tabs>
      {tab === 'bills' && owes && <PayBar store={stores.selection} />}
      <ActionBar primary={owes ? payAction : finishAction}>
        {owes && (
          <Button
            variant="default"
            leftSection={<CheckCheck aria-hidden size={20} />}
            loading={finishing}
            onClick={finish}
          >
            {t('visit.finish')}
          </Button>
        )}
      </ActionBar>
      <FinishGuard stores={stores} asked={askFinish} onAnswered={() => setAskFinish(false)} />
      {paying && (
        <PayDialog
          visit={visit}
          allocations={paying}
          onMoneyMoved={(paymentId) => {
            setPaidId(paymentId)
            // What was paid for is settled; the next payment starts from an empty choice, not from a second press.
            stores.selection.getState().none()
            void refresh()
          }}
          onClose={(lookAgain) => {
            setPaying(null)
            if (lookAgain) void refresh()
          }}
        />
      )}
    </div>
  )
}
