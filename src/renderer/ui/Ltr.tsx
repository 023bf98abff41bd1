import type { ReactNode } from 'react'
import classes from './Ltr.module.css'

/** Keeps codes, account numbers and references left-to-right and apart from the words around them, also in Persian. */
export function Ltr({ children, className }: { readonly children: ReactNode; readonly className?: string }) {
  return (
    <bdi dir="ltr" className={`${classes.ltr} ${className ?? ''}`}>
      {children}
    </bdi>
  )
}
