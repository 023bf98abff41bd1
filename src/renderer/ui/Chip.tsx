import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import classes from './Chip.module.css'

interface ChipProps {
  readonly tone: 'good' | 'warning' | 'bad'
  readonly icon: LucideIcon
  readonly children: ReactNode
}

/** The state of one thing in a list: an icon and a word; the colour only helps. */
export function Chip({ tone, icon: Icon, children }: ChipProps) {
  return (
    <span className={classes.chip} data-tone={tone}>
      <Icon aria-hidden size={16} />
      <span>{children}</span>
    </span>
  )
}
