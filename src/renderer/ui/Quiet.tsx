import type { ReactNode } from 'react'
import classes from './Quiet.module.css'

/** A line that explains, and steps back behind what it explains. */
export function Quiet({ children }: { readonly children: ReactNode }) {
  return <p className={classes.quiet}>{children}</p>
}
