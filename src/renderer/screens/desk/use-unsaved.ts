import { useEffect } from 'react'
import { useDesk } from './desk-context.tsx'

/** Says that this screen holds something unsaved while `unsaved` is true, and takes it back when the screen goes. */
export function useUnsaved(unsaved: boolean): void {
  const store = useDesk().unsaved
  useEffect(() => {
    store.getState().mark(unsaved)
    return () => store.getState().mark(false)
  }, [store, unsaved])
}
