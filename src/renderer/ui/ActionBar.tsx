import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './ActionBar.module.css'

export interface PrimaryAction {
  readonly label: string
  /** Left out where `submits` names a form. */
  readonly onPress?: () => void
  /** The id of the form this button submits. */
  readonly submits?: string
  readonly disabled?: boolean
  /** True while the request is under way; the button keeps its width and takes no second press. */
  readonly busy?: boolean
  readonly icon?: ReactNode
  readonly tone?: 'normal' | 'danger'
}

interface ActionBarProps {
  readonly primary?: PrimaryAction | undefined
  /** Quieter actions; they stand at the start. */
  readonly children?: ReactNode
}

/** The one primary action of a screen, always in the same place: the bottom end. */
export function ActionBar({ primary, children }: ActionBarProps) {
  return (
    <div className={classes.bar}>
      <div className={classes.quiet}>{children}</div>
      {primary && (
        <Button
          className={classes.primary}
          type={primary.submits ? 'submit' : 'button'}
          {...(primary.submits ? { form: primary.submits } : {})}
          {...(primary.onPress ? { onClick: primary.onPress } : {})}
          {...(primary.tone === 'danger' ? { color: 'red.8' } : {})}
          disabled={primary.disabled ?? false}
          loading={primary.busy ?? false}
          rightSection={primary.icon}
        >
          {primary.label}
        </Button>
      )}
    </div>
  )
}
