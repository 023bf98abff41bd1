/** The counter on the screen: its session's rules, its window, its page. */
import { BrowserWindow, type Session, session } from 'electron'
import type { Screens } from '../api/screens.ts'
import type { Logger } from '../core/kernel/logger.ts'
import type { Timers } from '../core/kernel/timers.ts'
import { appScheme, pageAddress } from './app-origin.ts'
import { answerScreens } from './app-protocol.ts'
import { guardSession } from './permissions.ts'
import { keepPage } from './recovery.ts'
import { canvasWindow, counterPartition, counterWindow, printPartition, stillWindow } from './window-options.ts'

export interface CounterWindowParts {
  readonly kiosk: boolean
  readonly packaged: boolean
  readonly preload: string
  readonly icon: string
  readonly screens: Screens
  readonly timers: Timers
  readonly logger: Logger
  readonly isEnding: () => boolean
}

export function openCounterWindow(parts: CounterWindowParts): BrowserWindow {
  const { kiosk } = parts
  const own: Session = session.fromPartition(counterPartition(kiosk))
  guardSession(own, { downloads: !kiosk, devTools: !parts.packaged })
  own.protocol.handle(appScheme, answerScreens(parts.screens))
  const window = new BrowserWindow(counterWindow(parts))
  window.once('ready-to-show', () => window.show())
  window.on('close', (event) => {
    if (kiosk && !parts.isEnding()) event.preventDefault()
  })
  keepPage({ window, address: pageAddress(kiosk), timers: parts.timers, logger: parts.logger })
  return window
}

/** The session of pages without script reaches nothing. To be called once, before the first of them. */
export function guardStillPages(): void {
  guardSession(session.fromPartition(printPartition), { downloads: false, devTools: false })
}

/** A window that draws a page without script for a printer. */
export const openCanvasWindow = (): BrowserWindow => new BrowserWindow(canvasWindow())

/** A window for a page without script. */
export function openStillWindow(show: boolean): BrowserWindow {
  return new BrowserWindow(stillWindow(show))
}
