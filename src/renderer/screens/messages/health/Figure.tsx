import { Progress } from '@mantine/core'
import classes from './Figure.module.css'

interface FigureProps {
  readonly label: string
  readonly value: string
  /** What the figure is measured against, in words. */
  readonly more: string
  /** How much of a cap is used, 0 to 1 and beyond; null without a cap. */
  readonly share?: number | null
}

/** One large figure. */
export function Figure({ label, value, more, share = null }: FigureProps) {
  return (
    <div className={classes.figure}>
      <dt>{label}</dt>
      <dd>
        <span className={classes.value}>
          <bdi>{value}</bdi>
        </span>
        <span className={classes.more}>{more}</span>
        {share !== null && (
          <Progress
            aria-label={label}
            value={Math.min(share, 1) * 100}
            {...(share >= 0.8 ? { color: share >= 1 ? 'red.8' : 'yellow.8' } : {})}
          />
        )}
      </dd>
    </div>
  )
}
