import type { ReactNode } from 'react'
import classes from './Card.module.css'

interface CardProps {
  /** What it is: a heading of the page's own order. */
  readonly heading: ReactNode
  /** One quiet line below the heading. */
  readonly more?: ReactNode
  /** At the end of the heading's line: a state, or what may be done with it. */
  readonly aside: ReactNode
  readonly children?: ReactNode
}

/** One thing of a list that is looked at and set up: a provider, a terminal. */
export function Card({ heading, more, aside, children }: CardProps) {
  return (
    <li className={classes.card}>
      <div className={classes.head}>
        <div className={classes.names}>
          {heading}
          {more && <span className={classes.more}>{more}</span>}
        </div>
        <div className={classes.aside}>{aside}</div>
      </div>
      {children}
    </li>
  )
}

/** Cards one under the other. */
export function CardList({ children }: { readonly children: ReactNode }) {
  return <ul className={classes.list}>{children}</ul>
}
