import type { ReactNode } from 'react'
import { ActionBar, type PrimaryAction } from '../../ui/ActionBar.tsx'
import classes from './Panel.module.css'

interface PanelProps {
  readonly primary?: PrimaryAction | undefined
  /** Quieter actions, at the start of the action bar. */
  readonly secondary?: ReactNode
  readonly children: ReactNode
}

/** What stands under a tab: content that scrolls, and the one primary action at the bottom end. */
export function Panel({ primary, secondary, children }: PanelProps) {
  return (
    <div className={classes.panel}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard where nothing in it is. */}
      <div className={classes.scroll} tabIndex={0}>
        <div className={classes.content}>{children}</div>
      </div>
      {(primary || secondary) && <ActionBar primary={primary}>{secondary}</ActionBar>}
    </div>
  )
}
