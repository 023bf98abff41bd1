import { Button, Title } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { Money } from '../../ui/Money.tsx'
import { formatMoney } from '../../ui/money.ts'
import { useMoneyFormat } from '../../ui/money-context.tsx'
import { Screen } from '../../ui/Screen.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { useKioskFlow } from '../kiosk/kiosk-context.tsx'
import { unpaidOf, type VisitData } from '../kiosk/visit-view-model.ts'
import { BillCard } from './BillCard.tsx'
import classes from './BillsScreen.module.css'
import { createBillsStore, sumOf } from './bills-view-model.ts'

/** The customer's bills: choose which to pay, look into each. */
export function BillsScreen({ data }: { readonly data: VisitData }) {
  const { t } = useTranslation('kiosk')
  const open = useKioskFlow((flow) => flow.open)
  const money = useMoneyFormat()
  const unpaid = unpaidOf(data.bills)
  const paid = data.bills.filter((bill) => bill.balanceMinor === 0)
  const [store] = useState(() => createBillsStore(unpaid))
  const { chosen, toggle, toggleAll } = useStore(store)
  const toPay = unpaid.filter((bill) => chosen.has(bill.billId))
  const home = () => open({ at: 'home' })

  const pay = {
    label: toPay.length === 0 ? t('bills.chooseFirst') : t('bills.pay', { amount: formatMoney(sumOf(toPay), money) }),
    onPress: () => open({ at: 'pay', bills: toPay }),
    disabled: toPay.length === 0,
  }
  return (
    <Screen
      title={t('home.bills')}
      lead={unpaid.length > 0 ? t('bills.lead') : undefined}
      onBack={home}
      width="wide"
      primary={unpaid.length > 0 ? pay : { label: t('bills.back'), onPress: home }}
      secondary={
        unpaid.length > 1 && (
          <Button variant="default" onClick={toggleAll}>
            {chosen.size === unpaid.length ? t('bills.none') : t('bills.all')}
          </Button>
        )
      }
    >
      {data.bills.length === 0 && (
        <StateMessage tone="empty" size="page" title={t('bills.empty')}>
          {t('bills.emptyMore')}
        </StateMessage>
      )}
      <div className={classes.list}>
        {unpaid.map((bill) => (
          <BillCard
            key={bill.billId}
            bill={bill}
            chosen={chosen.has(bill.billId)}
            onToggle={() => toggle(bill.billId)}
            onLook={() => open({ at: 'lines', bill })}
          />
        ))}
      </div>
      {unpaid.length > 0 && (
        <p className={classes.total}>
          {t('bills.chosen', { count: toPay.length })} <Money amountMinor={sumOf(toPay)} />
        </p>
      )}
      {paid.length > 0 && (
        <section className={classes.paid}>
          <Title order={2}>{t('bills.paidTitle')}</Title>
          <div className={classes.list}>
            {paid.map((bill) => (
              <BillCard key={bill.billId} bill={bill} onLook={() => open({ at: 'lines', bill })} />
            ))}
          </div>
        </section>
      )}
    </Screen>
  )
}
