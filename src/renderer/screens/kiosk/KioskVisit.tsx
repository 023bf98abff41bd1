import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { useClient } from '../../client/client-context.tsx'
import { LoadingRows } from '../../ui/LoadingRows.tsx'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { Screen } from '../../ui/Screen.tsx'
import { AuthenticatorScreen } from '../identity/AuthenticatorScreen.tsx'
import { ContactsScreen } from '../identity/ContactsScreen.tsx'
import { BillsScreen } from '../kiosk-bills/BillsScreen.tsx'
import { LinesScreen } from '../kiosk-bills/LinesScreen.tsx'
import { DetailsScreen } from '../kiosk-details/DetailsScreen.tsx'
import { FeedbackScreen } from '../kiosk-feedback/FeedbackScreen.tsx'
import { HomeScreen } from '../kiosk-home/HomeScreen.tsx'
import { PayScreen } from '../kiosk-pay/PayScreen.tsx'
import { ReceiptScreen } from '../kiosk-receipt/ReceiptScreen.tsx'
import { useKioskFlow } from './kiosk-context.tsx'
import type { VisitPage } from './kiosk-flow.ts'
import { useVisitTouch } from './use-visit-touch.ts'
import { createVisitStore, type VisitData } from './visit-view-model.ts'

interface KioskVisitProps {
  readonly visitId: string
  readonly page: VisitPage
}

/** The verified customer's part of the kiosk. */
export function KioskVisit({ visitId, page }: KioskVisitProps) {
  const { t } = useTranslation('kiosk')
  const client = useClient()
  const end = useKioskFlow((flow) => flow.end)
  const [store] = useState(() => createVisitStore(client, visitId))
  const { state, load } = useStore(store)
  useVisitTouch(visitId, page.at === 'pay')

  // Coming home reads the balance anew: something may have been paid meanwhile.
  const atHome = page.at === 'home'
  useEffect(() => {
    if (atHome) void load()
  }, [atHome, load])

  if (state.step === 'ready') return <Page data={state.data} page={page} onChanged={() => void load()} />
  const finish = (
    <Button variant="default" onClick={() => end('finished')}>
      {t('home.finish')}
    </Button>
  )
  return (
    <Screen title={t('home.opening')} secondary={finish} place="middle">
      {state.step === 'loading' ? (
        <LoadingRows />
      ) : (
        <ProblemMessage problem={state.problem} onRetry={() => void load()} />
      )}
    </Screen>
  )
}

interface PageProps {
  readonly data: VisitData
  readonly page: VisitPage
  readonly onChanged: () => void
}

function Page({ data, page, onChanged }: PageProps) {
  const { visitId } = data.visit
  switch (page.at) {
    case 'home':
      return <HomeScreen data={data} />
    case 'bills':
      return <BillsScreen data={data} />
    case 'lines':
      return <LinesScreen visitId={visitId} bill={page.bill} />
    case 'pay':
      return <PayScreen visitId={visitId} bills={page.bills} />
    case 'receipt':
      return <ReceiptScreen visit={data.visit} payment={page.payment} />
    case 'feedback':
      return <FeedbackScreen visitId={visitId} />
    case 'details':
      return <DetailsScreen visit={data.visit} />
    case 'contacts':
      return <ContactsScreen visit={data.visit} onChanged={onChanged} />
    case 'authenticator':
      return <AuthenticatorScreen visitId={visitId} />
  }
}
