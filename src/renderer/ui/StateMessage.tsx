import { Title } from '@mantine/core'
import { CircleAlert, CircleCheck, Inbox, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import classes from './StateMessage.module.css'

type StateTone = 'empty' | 'info' | 'good' | 'warning' | 'error'

interface StateMessageProps {
  readonly tone: StateTone
  readonly title: string
  readonly children?: ReactNode
  /** The way on: a button or a link. Every state has one, unless the screen's primary action is it. */
  readonly action?: ReactNode
  /** `page` fills the place of the content, `inline` stands among it. */
  readonly size?: 'page' | 'inline'
  /** 1 where no `Screen` gives the page its heading. */
  readonly headingLevel?: 1 | 2
}

const icons = { empty: Inbox, info: Info, good: CircleCheck, warning: TriangleAlert, error: CircleAlert } as const

/** What state things are in and what to do next: an icon and words, never colour alone. */
export function StateMessage({ tone, title, children, action, size = 'inline', headingLevel = 2 }: StateMessageProps) {
  const Icon = icons[tone]
  return (
    <div className={classes.message} data-tone={tone} data-size={size} role={tone === 'error' ? 'alert' : 'status'}>
      <Icon aria-hidden className={classes.icon} size={size === 'page' ? 56 : 28} />
      <div className={classes.words}>
        {size === 'page' ? (
          <Title order={headingLevel}>{title}</Title>
        ) : (
          <strong className={classes.title}>{title}</strong>
        )}
        {children && <div className={classes.more}>{children}</div>}
        {action && <div className={classes.action}>{action}</div>}
      </div>
    </div>
  )
}
