import type { ReactNode } from 'react'
import classes from './Facts.module.css'

export interface Fact {
  readonly label: string
  readonly value: ReactNode
}

interface FactsProps {
  readonly facts: readonly Fact[]
  /** Where they stand to one another; one under the other where nothing is said. */
  readonly className?: string | undefined
  /** Values that are looked for more than read. */
  readonly strong?: boolean
}

/** What is known of a thing: a quiet word, and below it what it is. */
export function Facts({ facts, className = '', strong = false }: FactsProps) {
  return (
    <dl className={`${classes.facts} ${className}`} data-strong={strong}>
      {facts.map(({ label, value }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
