import { CircleAlert, CircleCheck, CircleDashed, CircleHelp, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import classes from './StatusMark.module.css'

type MarkTone = 'good' | 'warning' | 'bad' | 'quiet' | 'unsure'

const icons = {
  good: CircleCheck,
  warning: TriangleAlert,
  bad: CircleAlert,
  quiet: CircleDashed,
  unsure: CircleHelp,
} as const

/** A state in an icon and words; the colour only helps. */
export function StatusMark({ tone, children }: { readonly tone: MarkTone; readonly children: ReactNode }) {
  const Icon = icons[tone]
  return (
    <span className={classes.mark} data-tone={tone}>
      <Icon aria-hidden size={20} className={classes.icon} />
      <span>{children}</span>
    </span>
  )
}
