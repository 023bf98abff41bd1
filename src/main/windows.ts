/** The windows on the screens: the counter's, the customer's beside it, and pages that stand still. The only file that makes any. */
import { BrowserWindow, type Rectangle, type Session, screen, session } from 'electron'
import type { Screens } from '../api/screens.ts'
import type { Logger } from '../core/kernel/logger.ts'
import type { Timers } from '../core/kernel/timers.ts'
import { appScheme, pageAddress } from './app-origin.ts'
import { answerScreens } from './app-protocol.ts'
import { customerDisplayOf, mainDisplay } from './displays.ts'
import type { KeyRule } from './keys.ts'
import { guardKeys, guardSight, holdInFront } from './kiosk-lock.ts'
import { guardSession } from './permissions.ts'
import { type KeptPage, keepPage } from './recovery.ts'
import type { TerminalSettings } from './terminal-settings.ts'
import {
  canvasWindow,
  counterPartition,
  counterWindow,
  customerPartition,
  customerWindow,
  heldWindow,
  printPartition,
  stillWindow,
} from './window-options.ts'

export interface WindowParts {
  readonly settings: TerminalSettings
  readonly packaged: boolean
  readonly preload: string
  readonly icon: string
  readonly screens: Screens
  readonly timers: Timers
  readonly logger: Logger
  readonly isEnding: () => boolean
  /** Which keys the counter's window takes now. */
  readonly keyRule: () => KeyRule
  /** The page cannot be kept loaded. */
  giveUp(): void
}

export interface CounterWindow extends KeptPage {
  readonly window: BrowserWindow
}

/** The session of a page: its rules, and the screens it may load. */
function openSession(
  parts: WindowParts,
  partition: string,
  options: { downloads: boolean; devTools: boolean; held: boolean },
): void {
  const own: Session = session.fromPartition(partition)
  guardSession(own, options)
  own.protocol.handle(appScheme, answerScreens(parts.screens, options))
}

const clerksBounds = (settings: TerminalSettings): Rectangle | null =>
  mainDisplay(screen.getAllDisplays(), screen.getPrimaryDisplay().id, settings.display)?.bounds ?? null

const displayEvents = (heard: () => void): void => {
  screen.on('display-added', heard)
  screen.on('display-removed', heard)
  screen.on('display-metrics-changed', heard)
}

export function openCounterWindow(parts: WindowParts): CounterWindow {
  const { settings, timers, isEnding } = parts
  const { kiosk } = settings
  openSession(parts, counterPartition(kiosk), { downloads: !kiosk, devTools: !parts.packaged, held: kiosk })
  const window = new BrowserWindow(counterWindow({ ...parts, kiosk, bounds: clerksBounds(settings) }))
  window.once('ready-to-show', () => window.show())
  // Windows ends programs with the session, and tells their windows only.
  window.on('session-end', () => parts.logger.info('the session of the system ends'))
  guardKeys(window, parts.keyRule)
  if (kiosk) {
    guardSight(window)
    displayEvents(holdInFront({ window, timers, isEnding, place: () => clerksBounds(settings) }))
  }
  const kept = keepPage({ ...parts, window, address: pageAddress(kiosk ? 'kiosk' : 'desk') })
  return { ...kept, window }
}

interface CustomerSide extends KeptPage {
  isOf(contents: unknown): boolean
  close(): void
}

/** The customer's screen, there as long as there is a display for it. */
export function showCustomerSide(parts: WindowParts): CustomerSide {
  let shown: BrowserWindow | null = null
  let kept: KeptPage | null = null
  let isOver = false
  const close = (): void => {
    const window = shown
    shown = null
    kept = null
    window?.destroy()
  }

  function open(bounds: Rectangle): BrowserWindow {
    const window = new BrowserWindow(customerWindow({ ...parts, bounds }))
    // Shown beside the clerk's work: the keyboard stays there.
    window.once('ready-to-show', () => window.showInactive())
    window.on('close', (event) => {
      if (!parts.isEnding()) event.preventDefault()
    })
    guardKeys(window, () => 'kiosk')
    guardSight(window)
    // The counter goes on without it; the next change of displays tries again.
    kept = keepPage({ ...parts, window, address: pageAddress('customer'), giveUp: close })
    return window
  }

  function place(): void {
    if (isOver) return
    const { display: main, customerDisplay: customer } = parts.settings
    const display = customerDisplayOf(screen.getAllDisplays(), screen.getPrimaryDisplay().id, { main, customer })
    if (display === null) close()
    else if (shown === null || shown.isDestroyed()) shown = open(display.bounds)
    else shown.setBounds(display.bounds)
  }

  openSession(parts, customerPartition, { downloads: false, devTools: false, held: true })
  displayEvents(place)
  place()
  return {
    isOf: (contents) => shown !== null && !shown.isDestroyed() && shown.webContents === contents,
    afresh: () => kept?.afresh(),
    close() {
      isOver = true
      close()
    },
  }
}

/** The session of pages without script reaches nothing. To be called once, before the first of them. */
export function guardStillPages(): void {
  guardSession(session.fromPartition(printPartition), { downloads: false, devTools: false })
}

/** A window that draws a page without script for a printer. */
export const openCanvasWindow = (): BrowserWindow => new BrowserWindow(canvasWindow())

/** A kiosk's window for a page without script, in front of everything like the one with its screens. */
export function openHeldWindow(
  settings: TerminalSettings,
  { timers, isEnding }: Pick<WindowParts, 'timers' | 'isEnding'>,
): BrowserWindow {
  const window = new BrowserWindow(heldWindow(clerksBounds(settings)))
  guardKeys(window, () => 'kiosk')
  guardSight(window)
  displayEvents(holdInFront({ window, timers, isEnding, place: () => clerksBounds(settings) }))
  return window
}

/** A window for a page without script. */
export function openStillWindow(show: boolean): BrowserWindow {
  return new BrowserWindow(stillWindow(show))
}
