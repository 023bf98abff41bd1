/**
 * What stands on screen while the office cannot be opened at all. At a desk a window that says why, and whose end is the
 * program's. A kiosk stays locked: a page in front of everything, behind which the office is tried again and again.
 */
import type { App } from 'electron'
import type { Timers } from '../core/kernel/timers.ts'
import { pauseMs } from './recovery.ts'
import { addressOf, failurePage, waitPage } from './still-page.ts'
import type { ProductWindow } from './window-options.ts'

/** A defect ends the program from here on as it does anywhere else: old enough to be started anew. */
const defectAfterMs = 61_000

export interface FailureParts {
  readonly app: Pick<App, 'on' | 'off' | 'exit'>
  readonly timers: Timers
  /** A locked window where the terminal is a kiosk. */
  readonly kiosk: boolean
  openWindow(isEnding: () => boolean): ProductWindow
  /** Opens the office once more. */
  again(): void
}

export interface Failure {
  /** Says so in the window. A kiosk tries again after a pause that doubles up to 30 s. */
  show(line: string): ProductWindow
  /** The same for what should never happen: a kiosk cannot go on from there, and ends with it after a minute. */
  defect(line: string, error: unknown): ProductWindow
  /** The office is open, and its window is in front. */
  over(): void
}

export function failureWindow({ app, timers, kiosk, openWindow, again }: FailureParts): Failure {
  let window: ProductWindow | null = null
  let failures = 0
  let isEnding = false
  app.on('before-quit', () => {
    isEnding = true
  })
  const ended = (): void => app.exit(isEnding ? 0 : 1)

  function say(line: string): ProductWindow {
    window ??= openWindow(() => isEnding)
    app.off('window-all-closed', ended)
    app.on('window-all-closed', ended)
    const shown = window
    const page = shown.loadURL(addressOf(kiosk ? waitPage(line) : failurePage(line)))
    // An empty window in front of a kiosk is better than none.
    page.catch(() => kiosk || ended()).finally(() => shown.isDestroyed() || shown.show())
    return shown
  }

  return {
    show(line) {
      failures += 1
      if (kiosk) timers.after(pauseMs(failures), () => isEnding || again())
      return say(line)
    },
    defect(line, error) {
      const end = (): void => {
        throw error
      }
      if (kiosk) timers.after(defectAfterMs, end)
      return say(line)
    },
    over() {
      app.off('window-all-closed', ended)
      window?.destroy()
      window = null
      failures = 0
    },
  }
}
