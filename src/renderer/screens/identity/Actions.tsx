import type { ReactNode } from 'react'
import { useDensity } from '../../ui/Density.tsx'
import classes from './identity.module.css'

/** The buttons under a step, the way on last. */
export function Actions({ children }: { readonly children: ReactNode }) {
  return <div className={useDensity() === 'kiosk' ? classes.spread : classes.actions}>{children}</div>
}
