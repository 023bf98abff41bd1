/** How the terminal ends: cleanly when asked, and by starting anew where a defect of ours got through. */
import type { App, AutoUpdater } from 'electron'
import type { Logger } from '../core/kernel/logger.ts'
import type { Timers } from '../core/kernel/timers.ts'
import { againCode } from './start-again.ts'

/** Deliveries under way and the database are given this long to end: 10 s. */
const deadlineMs = 10_000
/** A terminal that lived this long is started anew after a defect; one that did not would only go round in a circle. */
const livedMs = 60_000

export interface EndingParts {
  readonly app: Pick<App, 'on' | 'exit' | 'quit'>
  /** Tells that the program makes way for an update, on every system. */
  readonly updater: Pick<AutoUpdater, 'on'>
  readonly timers: Timers
  readonly logger: Logger
  close(): Promise<void>
  /** Resolves once what puts an update in place has begun: Windows asks a person first, and what they say must be heard. */
  handedOver(): Promise<void>
  /** The code of an end that went well. */
  exitCode(): number
}

/**
 * Closes the office before Electron goes, and goes with the last window. Returns whether the end has begun.
 *
 * An update on macOS closes the windows first and asks to quit last, once the new version is in place; quitting before
 * that would leave it undone.
 */
export function endCleanly({ app, updater, timers, logger, close, handedOver, exitCode }: EndingParts): () => boolean {
  let hasBegun = false
  let makesWay = false
  updater.on('before-quit-for-update', () => {
    makesWay = true
  })
  app.on('window-all-closed', () => {
    if (!makesWay) app.quit()
  })
  app.on('before-quit', (event) => {
    event.preventDefault()
    if (hasBegun) return
    hasBegun = true
    const cancel = timers.after(deadlineMs, () => app.exit(1))
    close().then(
      async () => {
        if (makesWay) {
          // Whoever hands over looks after its own time: the office is closed.
          cancel()
          await handedOver()
        }
        app.exit(exitCode())
      },
      (error: unknown) => {
        logger.error('the office did not close', { errorName: nameOf(error) })
        app.exit(1)
      },
    )
  })
  return () => hasBegun || makesWay
}

/** Without this Electron shows a dialog with a stack trace, over a kiosk and for nobody to close. */
export function surviveDefects(parts: {
  readonly app: Pick<App, 'exit'>
  readonly logger: Logger
  readonly process: Pick<NodeJS.Process, 'on' | 'uptime'>
  startAgain(): void
}): void {
  const { app, logger } = parts
  parts.process.on('unhandledRejection', (error) => {
    logger.error('a promise was rejected and nobody looked', { errorName: nameOf(error), ...stackOf(error) })
  })
  parts.process.on('uncaughtException', (error) => {
    logger.error('a defect ends the terminal', { errorName: nameOf(error), ...stackOf(error) })
    if (parts.process.uptime() * 1_000 > livedMs) parts.startAgain()
    app.exit(againCode)
  })
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown')
const stackOf = (error: unknown): { stack?: string } =>
  error instanceof Error && error.stack !== undefined ? { stack: error.stack } : {}
