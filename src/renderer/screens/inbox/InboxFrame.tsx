import type { ReactNode } from 'react'
import { useOffice } from '../../office-context.tsx'
import { DevInbox } from './DevInbox.tsx'
import classes from './InboxFrame.module.css'

/**
 * The page with the dev inbox around it. The drawer stands beside the screen, never over it: whoever tries the product
 * reads the code there and types it here.
 */
export function InboxFrame({ children }: { readonly children: ReactNode }) {
  const { devInbox } = useOffice()
  if (!devInbox) return <div className={classes.plain}>{children}</div>
  return <DevInbox>{children}</DevInbox>
}
