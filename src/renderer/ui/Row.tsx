import type { ReactNode } from 'react'
import classes from './Row.module.css'

interface RowProps {
  /** `tall` where it holds more than a line or two. */
  readonly height?: 'short' | 'tall'
  readonly children: ReactNode
}

/** One of many, with its button at the end: a payment, a visit, a ticket. Its parts wrap where they do not fit. */
export function Row({ height = 'short', children }: RowProps) {
  return (
    <li className={classes.row} data-height={height}>
      {children}
    </li>
  )
}

/** Rows one under the other. */
export function RowList({ label, children }: { readonly label?: string; readonly children: ReactNode }) {
  return (
    <ul className={classes.list} aria-label={label}>
      {children}
    </ul>
  )
}
