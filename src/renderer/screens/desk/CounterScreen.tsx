import { useStore } from 'zustand'
import type { ShownToCustomer } from '../../../contract/customer-display.ts'
import { AddCustomer } from '../desk-customer/AddCustomer.tsx'
import { CustomerWork } from '../desk-customer/CustomerWork.tsx'
import { RegisterCustomer } from '../desk-register/RegisterCustomer.tsx'
import { VisitScreen } from '../desk-visit/VisitScreen.tsx'
import classes from './CounterScreen.module.css'
import { useDesk } from './desk-context.tsx'
import type { Counter } from './desk-view-model.ts'
import { FreeCounter } from './FreeCounter.tsx'
import { useShownToCustomer } from './use-shown-to-customer.ts'

/** The counter, as the page's main part. */
export function CounterScreen() {
  return (
    <main className={classes.counter}>
      <AtTheCounter />
    </main>
  )
}

/** What of this the customer sees; a visit tells for itself. */
function shownOf(counter: Counter): ShownToCustomer | null {
  if (counter.kind === 'visit') return null
  return counter.kind === 'verifying'
    ? { shows: 'code', challengeId: counter.challenge.challengeId }
    : { shows: 'welcome' }
}

/** Nobody there, someone being added, found, proven, or in their visit. */
function AtTheCounter() {
  const { store } = useDesk()
  const counter = useStore(store, (state) => state.counter)
  // The key changes whenever the counter is cleared, so no field of the last customer lives on in a mounted screen.
  const round = useStore(store, (state) => state.round)
  useShownToCustomer(shownOf(counter))
  switch (counter.kind) {
    case 'free':
      return <FreeCounter key={round} />
    case 'adding':
      return <AddCustomer key={round} typed={counter.typed} />
    case 'registering':
      return <RegisterCustomer key={round} />
    case 'customer':
      return <CustomerWork key={round} customerId={counter.customerId} verifying={null} />
    case 'verifying':
      return <CustomerWork key={round} customerId={counter.customer.customerId} verifying={counter} />
    case 'visit':
      return <VisitScreen key={round} visitId={counter.visitId} />
  }
}
