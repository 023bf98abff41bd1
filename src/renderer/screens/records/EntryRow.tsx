import { UnstyledButton } from '@mantine/core'
import { ChevronDown } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { type Fact, Facts } from '../../ui/Facts.tsx'
import classes from './EntryRow.module.css'

interface EntryRowProps {
  readonly cells: ReactNode
  readonly open: boolean
  readonly onToggle: () => void
  /** Asked for while it is open. */
  readonly facts: () => readonly Fact[]
}

/** One entry as a line that opens to its details. */
export function EntryRow({ cells, open, onToggle, facts }: EntryRowProps) {
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
          <Facts className={classes.facts} facts={facts()} />
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
