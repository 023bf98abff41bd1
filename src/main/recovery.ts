/** A page that died or hangs is loaded anew, after a pause that doubles while it keeps dying. */
import type { BrowserWindow } from 'electron'
import type { Logger } from '../core/kernel/logger.ts'
import type { Timers } from '../core/kernel/timers.ts'

const shortestPauseMs = 500
const longestPauseMs = 30_000
/** A page that lived this long is well again. */
const wellAfterMs = 60_000
/** A page that does not answer is given this long before it is ended. */
const patienceMs = 10_000

/** The pause before the page is loaded again after `failures` failures in a row, from 1. */
export const pauseMs = (failures: number): number => Math.min(shortestPauseMs * 2 ** (failures - 1), longestPauseMs)

export interface RecoveryParts {
  readonly window: BrowserWindow
  readonly address: string
  readonly timers: Timers
  readonly logger: Logger
}

/** Loads the page, and keeps it loaded. */
export function keepPage({ window, address, timers, logger }: RecoveryParts): void {
  const contents = window.webContents
  let failures = 0
  let cancelWell = (): void => {}
  let cancelReload = (): void => {}
  let cancelPatience = (): void => {}

  function load(): void {
    cancelPatience()
    if (window.isDestroyed()) return
    // A load that fails rejects here and fires did-fail-load, which counts it.
    window.loadURL(address).catch(() => undefined)
    cancelWell()
    cancelWell = timers.after(wellAfterMs, () => {
      failures = 0
    })
  }

  function again(why: string): void {
    failures += 1
    cancelWell()
    cancelPatience()
    cancelReload()
    logger.error('the page is loaded anew', { errorName: why, count: failures })
    cancelReload = timers.after(pauseMs(failures), load)
  }

  contents.on('render-process-gone', (_event, details) => {
    if (details.reason !== 'clean-exit') again(details.reason)
  })
  contents.on('did-fail-load', (_event, code, _words, _url, isMainFrame) => {
    // -3 is a load that another one took the place of.
    if (isMainFrame && code !== -3) again(`load ${code}`)
  })
  window.on('unresponsive', () => {
    cancelPatience()
    // Ending it makes Electron say render-process-gone, and that loads it anew.
    cancelPatience = timers.after(patienceMs, () => {
      if (!window.isDestroyed()) contents.forcefullyCrashRenderer()
    })
  })
  window.on('responsive', () => cancelPatience())
  window.on('closed', () => {
    cancelWell()
    cancelReload()
    cancelPatience()
  })
  load()
}
