import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { Bill } from '../../../contract/billing.ts'
import { useClient } from '../../client/client-context.tsx'
import { dateText, periodText } from '../../i18n/dates.ts'
import { useIntlLocale } from '../../i18n/use-locale.ts'
import { LoadingRows } from '../../ui/LoadingRows.tsx'
import { Ltr } from '../../ui/Ltr.tsx'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { Screen } from '../../ui/Screen.tsx'
import { useKioskFlow } from '../kiosk/kiosk-context.tsx'
import { BillStatusWord } from './BillStatusWord.tsx'
import { LinesTable } from './LinesTable.tsx'
import { createLinesStore } from './lines-view-model.ts'

interface LinesScreenProps {
  readonly visitId: string
  readonly bill: Bill
}

/** What one bill is made of. */
export function LinesScreen({ visitId, bill }: LinesScreenProps) {
  const { t } = useTranslation('kiosk')
  const client = useClient()
  const locale = useIntlLocale()
  const open = useKioskFlow((flow) => flow.open)
  const [store] = useState(() => createLinesStore(client, visitId, bill.billId))
  const { state, load } = useStore(store)
  useEffect(() => void load(), [load])
  const back = () => open({ at: 'bills' })
  return (
    <Screen
      title={periodText(bill.period, locale)}
      lead={
        <>
          <Ltr>{bill.billNo}</Ltr> · {t('bills.due', { date: dateText(bill.dueOn, locale) })}
        </>
      }
      onBack={back}
      aside={<BillStatusWord status={bill.status} />}
      primary={
        bill.balanceMinor > 0
          ? { label: t('lines.pay'), onPress: () => open({ at: 'pay', bills: [bill] }) }
          : { label: t('lines.back'), onPress: back }
      }
    >
      {state.step === 'loading' && <LoadingRows />}
      {state.step === 'failed' && <ProblemMessage problem={state.problem} onRetry={() => void load()} />}
      {state.step === 'ready' && (
        <LinesTable
          rows={[
            ...state.lines.map((line) => ({ label: line.label, amountMinor: line.amountMinor })),
            { label: t('lines.total'), amountMinor: bill.amountMinor, strong: true },
            ...(bill.paidMinor > 0 ? [{ label: t('lines.paid'), amountMinor: bill.paidMinor }] : []),
            { label: t('lines.balance'), amountMinor: bill.balanceMinor, strong: true },
          ]}
        />
      )}
    </Screen>
  )
}
