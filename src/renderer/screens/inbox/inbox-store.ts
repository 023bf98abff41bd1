/** Whether the drawer is open, and how many screens wait for a code just now. The drawer is read only while either holds. */
import { useEffect } from 'react'
import { createStore } from 'zustand/vanilla'

interface InboxState {
  readonly open: boolean
  readonly awaiting: number
  readonly setOpen: (open: boolean) => void
  readonly addAwaiting: (by: 1 | -1) => void
}

export const inboxStore = createStore<InboxState>()((set) => ({
  open: false,
  awaiting: 0,
  setOpen: (open) => set({ open }),
  addAwaiting: (by) => set((state) => ({ awaiting: state.awaiting + by })),
}))

/** Call it on a screen that waits for a code, so that the code shows up in the drawer within a second. */
export function useAwaitingCode(awaiting = true): void {
  useEffect(() => {
    if (!awaiting) return
    const { addAwaiting } = inboxStore.getState()
    addAwaiting(1)
    return () => addAwaiting(-1)
  }, [awaiting])
}
