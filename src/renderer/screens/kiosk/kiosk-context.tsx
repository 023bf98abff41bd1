import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import type { KioskFlow, KioskFlowStore } from './kiosk-flow.ts'

export const KioskFlowContext = createContext<KioskFlowStore | null>(null)

/** Where the person is, and the ways on. */
export function useKioskFlow<T>(select: (flow: KioskFlow) => T): T {
  const store = useContext(KioskFlowContext)
  if (store === null) throw new Error('useKioskFlow works only inside KioskApp')
  return useStore(store, select)
}
