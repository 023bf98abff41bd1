/** Tells the customer's screen where the clerk's work stands. */
import { useEffect, useState } from 'react'
import type { ShownToCustomer } from '../../../contract/customer-display.ts'
import type { Client } from '../../client/client.ts'
import { useClient } from '../../client/client-context.tsx'

/** One message at a time, the latest next: over HTTP two at once may overtake each other. */
function createTeller(client: Client) {
  let next: ShownToCustomer | null = null
  let told = ''
  let isTelling = false
  const tell = async (): Promise<void> => {
    isTelling = true
    for (let shown = next; shown !== null; shown = next) {
      next = null
      // A screen that shows too little is no reason to disturb the clerk; the next step tells it anew.
      await client.customerDisplay.show(shown).catch(() => {
        told = ''
      })
    }
    isTelling = false
  }
  return (shown: ShownToCustomer): void => {
    const text = JSON.stringify(shown)
    if (text === told) return
    told = text
    next = shown
    if (!isTelling) void tell()
  }
}

/** `null` says nothing: another part of the desk does. */
export function useShownToCustomer(shown: ShownToCustomer | null): void {
  const client = useClient()
  const [tell] = useState(() => createTeller(client))
  useEffect(() => {
    if (shown !== null) tell(shown)
  }, [shown, tell])
}
