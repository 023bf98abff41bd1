/**
 * A page that died or hangs is loaded anew, after a pause that doubles while it keeps dying. Where it dies again and again a
 * still page that needs no script says so meanwhile, and in the end the whole terminal is started anew.
 */
import type { Logger } from '../core/kernel/logger.ts'
import type { Timers } from '../core/kernel/timers.ts'
import { addressOf, waitPage } from './still-page.ts'
import type { ProductWindow } from './window-options.ts'

const shortestPauseMs = 500
const longestPauseMs = 30_000
/** A page that lived this long is well again. */
const wellAfterMs = 60_000
/** A page that does not answer is given this long before it is ended. */
const patienceMs = 10_000
/** From so many failures in a row on, whoever stands there is told. */
const tellAfter = 4
/** After so many, about three minutes, it is not the page that is ill. */
const giveUpAfter = 10

/** The pause before the page is loaded again after `failures` failures in a row, from 1. */
export const pauseMs = (failures: number): number => Math.min(shortestPauseMs * 2 ** (failures - 1), longestPauseMs)

export interface RecoveryParts {
  readonly window: ProductWindow
  readonly address: string
  readonly timers: Timers
  readonly logger: Logger
  /** Nothing more can be done for the page from here. */
  giveUp(): void
}

export interface KeptPage {
  /** Loads it anew now, from nothing: what was on screen is gone. */
  afresh(): void
}

/** Loads the page, and keeps it loaded. */
export function keepPage({ window, address, timers, logger, giveUp }: RecoveryParts): KeptPage {
  const contents = window.webContents
  let failures = 0
  let cancelWell = (): void => {}
  let cancelReload = (): void => {}
  let cancelPatience = (): void => {}

  function load(then: () => void = () => {}): void {
    cancelPatience()
    cancelReload()
    if (window.isDestroyed()) return
    // A load that fails rejects here and fires did-fail-load, which counts it.
    window.loadURL(address).then(then, () => undefined)
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
    if (failures >= giveUpAfter) {
      giveUp()
      return
    }
    if (failures >= tellAfter) window.loadURL(addressOf(waitPage())).catch(() => undefined)
    cancelReload = timers.after(pauseMs(failures), () => load())
  }

  contents.on('render-process-gone', (_event, details) => {
    if (details.reason !== 'clean-exit') again(details.reason)
  })
  contents.on('did-fail-load', (_event, code, _words, url, isMainFrame) => {
    // -3 is a load that another one took the place of. The still page failing is no failure of the page.
    if (isMainFrame && code !== -3 && !url.startsWith('data:')) again(`load ${code}`)
  })
  window.on('unresponsive', () => {
    cancelPatience()
    // Ending it makes Electron say render-process-gone, and that loads it anew.
    cancelPatience = timers.after(patienceMs, () => {
      logger.error('the page hangs and is ended')
      if (!window.isDestroyed()) contents.forcefullyCrashRenderer()
    })
  })
  window.on('responsive', () => cancelPatience())
  window.on('closed', () => {
    cancelWell()
    cancelReload()
    cancelPatience()
  })
  const documentOf = (url: string): string => url.split('#', 1)[0] ?? ''
  function afresh(): void {
    const isThere = !window.isDestroyed() && documentOf(contents.getURL()) === documentOf(address)
    // The same document's address only moves within the page that is there: that page must go as well.
    const renew = (): void => {
      if (isThere && !window.isDestroyed()) contents.reload()
    }
    load(renew)
  }

  load()
  return { afresh }
}
