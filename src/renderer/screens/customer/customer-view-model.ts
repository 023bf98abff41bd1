/** What the customer's screen shows: the host says it, for as long as this screen is there. */
import { createStore } from 'zustand/vanilla'
import type { CustomerView } from '../../../contract/customer-display.ts'
import type { Client } from '../../client/client.ts'

export type CustomerState =
  /** Nothing is known, or not any more: nothing of anybody stays on screen. */
  { readonly kind: 'waiting' } | { readonly kind: 'showing'; readonly view: CustomerView }

interface CustomerModel {
  readonly state: CustomerState
  /** Follows the host until the answer is called. */
  follow(): () => void
}

const askAgainMs = 2_000

export function createCustomerModel(client: Client, after: (ms: number, run: () => void) => () => void) {
  return createStore<CustomerModel>()((set) => ({
    state: { kind: 'waiting' },
    follow: () => {
      const stopped = new AbortController()
      const listen = async (): Promise<void> => {
        try {
          const views = await client.customerDisplay.watch(undefined, { signal: stopped.signal })
          for await (const view of views) set({ state: { kind: 'showing', view } })
        } catch {
          // Whatever ended it, what was shown may be over by now.
        }
        if (stopped.signal.aborted) return
        set({ state: { kind: 'waiting' } })
        const cancel = after(askAgainMs, () => void listen())
        stopped.signal.addEventListener('abort', cancel, { once: true })
      }
      void listen()
      return () => stopped.abort()
    },
  }))
}
