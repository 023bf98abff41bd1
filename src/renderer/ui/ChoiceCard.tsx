import { UnstyledButton } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './ChoiceCard.module.css'

interface ChoiceCardProps {
  readonly title: ReactNode
  readonly more?: ReactNode
  readonly icon?: ReactNode
  /** At the end of the card: an amount, a mark. */
  readonly end?: ReactNode
  /** Set where one of several stays chosen; left out where a press moves on. */
  readonly chosen?: boolean
  readonly disabled?: boolean
  readonly onPress: () => void
}

/** A large choice to touch: a person, a way, a next step. */
export function ChoiceCard({ title, more, icon, end, chosen, disabled = false, onPress }: ChoiceCardProps) {
  return (
    <UnstyledButton
      className={classes.card}
      onClick={onPress}
      disabled={disabled}
      {...(chosen === undefined ? {} : { 'aria-pressed': chosen })}
    >
      {icon && (
        <span aria-hidden className={classes.icon}>
          {icon}
        </span>
      )}
      <span className={classes.words}>
        <span className={classes.title}>{title}</span>
        {more && <span className={classes.more}>{more}</span>}
      </span>
      {end && <span className={classes.end}>{end}</span>}
    </UnstyledButton>
  )
}

export function ChoiceGrid({ columns, children }: { readonly columns: 1 | 2 | 3; readonly children: ReactNode }) {
  return (
    <div className={classes.grid} data-columns={columns}>
      {children}
    </div>
  )
}
