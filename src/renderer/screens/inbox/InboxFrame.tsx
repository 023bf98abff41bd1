import type { ReactNode } from 'react'
import { useOffice } from '../../office-context.tsx'
import { DevInbox } from './DevInbox.tsx'

/**
 * The page with the dev inbox around it. The drawer stands beside the screen, never over it: whoever tries the product
 * reads the code there and types it here. It goes the moment a real provider is set; the screen inside stays as it is.
 */
export function InboxFrame({ children }: { readonly children: ReactNode }) {
  const { devInbox } = useOffice()
  return <DevInbox used={devInbox}>{children}</DevInbox>
}
