/** How the terminal ends: cleanly when asked, and by starting anew where a defect of ours got through. */
import type { App } from 'electron'
import type { Logger } from '../core/kernel/logger.ts'
import type { Timers } from '../core/kernel/timers.ts'

/** Deliveries under way and the database are given this long to end: 10 s. */
const deadlineMs = 10_000
/** A terminal that lived this long is started anew after a defect; one that did not would only go round in a circle. */
const livedMs = 60_000

type Ends = Pick<App, 'on' | 'exit' | 'relaunch'>

export interface EndingParts {
  readonly app: Ends
  readonly timers: Timers
  readonly logger: Logger
  close(): Promise<void>
}

/** Closes the office before Electron goes. Returns whether the end has begun. */
export function endCleanly({ app, timers, logger, close }: EndingParts): () => boolean {
  let hasBegun = false
  app.on('before-quit', (event) => {
    event.preventDefault()
    if (hasBegun) return
    hasBegun = true
    timers.after(deadlineMs, () => app.exit(1))
    close().then(
      () => app.exit(0),
      (error: unknown) => {
        logger.error('the office did not close', { errorName: nameOf(error) })
        app.exit(1)
      },
    )
  })
  return () => hasBegun
}

/** Without this Electron shows a dialog with a stack trace, over a kiosk and for nobody to close. */
export function surviveDefects(parts: {
  readonly app: Ends
  readonly logger: Logger
  readonly process: Pick<NodeJS.Process, 'on' | 'uptime'>
}): void {
  const { app, logger } = parts
  parts.process.on('unhandledRejection', (error) => {
    logger.error('a promise was rejected and nobody looked', { errorName: nameOf(error), ...stackOf(error) })
  })
  parts.process.on('uncaughtException', (error) => {
    logger.error('a defect ends the terminal', { errorName: nameOf(error), ...stackOf(error) })
    if (parts.process.uptime() * 1_000 > livedMs) app.relaunch()
    app.exit(1)
  })
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown')
const stackOf = (error: unknown): { stack?: string } =>
  error instanceof Error && error.stack !== undefined ? { stack: error.stack } : {}
