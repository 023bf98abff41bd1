import { UnstyledButton } from '@mantine/core'
import { ChevronDown } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import classes from './EntryRow.module.css'

interface EntryRowProps {
  readonly cells: ReactNode
  readonly open: boolean
  readonly onToggle: () => void
  readonly children: () => ReactNode
}

/** One entry as a line that opens to its details. */
export function EntryRow({ cells, open, onToggle, children }: EntryRowProps) {
  const details = useId()
  return (
    <li className={classes.entry}>
      <UnstyledButton
        className={classes.line}
        aria-expanded={open}
        {...(open ? { 'aria-controls': details } : {})}
        onClick={onToggle}
      >
        <span className={classes.cells}>{cells}</span>
        <ChevronDown aria-hidden size={20} className={classes.chevron} />
      </UnstyledButton>
      {open && (
        <div id={details} className={classes.details}>
          {children()}
        </div>
      )}
    </li>
  )
}

interface CellProps {
  readonly main: ReactNode
  readonly more?: ReactNode
  readonly strong?: boolean
}

/** What stands in one column: a first line, and a quieter second one. */
export function Cell({ main, more, strong = false }: CellProps) {
  return (
    <span className={classes.cell}>
      <span className={strong ? classes.strong : classes.main}>{main}</span>
      {more && <span className={classes.quiet}>{more}</span>}
    </span>
  )
}

export interface Fact {
  readonly label: string
  readonly value: ReactNode
}

/** Details as pairs of words. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className={classes.facts}>
      {facts.map(({ label, value }) => (
        <div key={label}>
          <dt className={classes.quiet}>{label}</dt>
          <dd className={classes.value}>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
