import type { ReactNode } from 'react'
import classes from './LineRow.module.css'

interface LineRowProps {
  /** What it is, line under line. */
  readonly words: ReactNode
  /** What stands at the end: its state, its button. */
  readonly children?: ReactNode
}

/** One of many under a thin line: a backup, a record that was left over. */
export function LineRow({ words, children }: LineRowProps) {
  return (
    <li className={classes.row}>
      <div className={classes.words}>{words}</div>
      {children}
    </li>
  )
}

/** Lines one under the other. */
export function LineList({ children }: { readonly children: ReactNode }) {
  return <ul className={classes.list}>{children}</ul>
}
