/** How each window of the product is made. Every window is sandboxed and isolated; only the counter's and the customer's have the bridge. */
import type { BrowserWindow, BrowserWindowConstructorOptions, Rectangle, WebPreferences } from 'electron'

/** Made in `windows.ts`, held elsewhere. */
export type ProductWindow = BrowserWindow

const locked = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  plugins: false,
  navigateOnDragDrop: false,
  spellcheck: false,
  safeDialogs: true,
} as const satisfies WebPreferences

/** What keeps nothing on disk: a partition without `persist:`. */
const kioskPartition = 'kiosk'
/** A desk keeps its look (light or dark) over a restart. */
const deskPartition = 'persist:desk'
export const customerPartition = 'customer'
export const printPartition = 'print'

export const counterPartition = (kiosk: boolean): string => (kiosk ? kioskPartition : deskPartition)

/** Fills a display, without a frame, and is not closed, moved or made smaller from it. */
const filling = {
  frame: false,
  kiosk: true,
  fullscreen: true,
  closable: false,
  minimizable: false,
  maximizable: false,
  movable: false,
  resizable: false,
  alwaysOnTop: true,
} as const satisfies BrowserWindowConstructorOptions

export interface WindowSetup {
  readonly preload: string
  readonly packaged: boolean
  readonly icon: string
  /** The display it is to stand on; null leaves that to the system. */
  readonly bounds: Rectangle | null
}

/** A desk's window is a window like others; it begins in the middle of its display. */
function inTheMiddle({ x, y, width, height }: Rectangle): Rectangle {
  const size = { width: Math.min(1280, width), height: Math.min(832, height) }
  return { x: Math.round(x + (width - size.width) / 2), y: Math.round(y + (height - size.height) / 2), ...size }
}

/** The counter's window. A kiosk's fills the screen, has no frame and does not close. */
export function counterWindow(setup: WindowSetup & { readonly kiosk: boolean }): BrowserWindowConstructorOptions {
  const { kiosk, bounds } = setup
  const place = bounds === null ? { width: 1280, height: 832 } : kiosk ? bounds : inTheMiddle(bounds)
  return {
    title: 'Counterfoil',
    ...place,
    // Shown once the first screen is drawn, on the ground it will be drawn on.
    show: false,
    backgroundColor: '#f8f9fa',
    autoHideMenuBar: true,
    icon: setup.icon,
    ...(kiosk ? filling : { minWidth: 960, minHeight: 640 }),
    webPreferences: {
      ...locked,
      preload: setup.preload,
      partition: counterPartition(kiosk),
      devTools: !setup.packaged,
      // A counter that stands behind another window still counts down its codes.
      backgroundThrottling: false,
    },
  }
}

/** What the customer sees beside a desk: never in the way of the clerk's keyboard. */
export function customerWindow(setup: WindowSetup & { readonly bounds: Rectangle }): BrowserWindowConstructorOptions {
  return {
    title: 'Counterfoil',
    ...setup.bounds,
    show: false,
    backgroundColor: '#f8f9fa',
    icon: setup.icon,
    ...filling,
    focusable: false,
    skipTaskbar: true,
    webPreferences: {
      ...locked,
      preload: setup.preload,
      partition: customerPartition,
      devTools: false,
      backgroundThrottling: false,
    },
  }
}

/** Like a still window, for a page that is drawn and never shown: a hidden window need not paint at all. */
export function canvasWindow(): BrowserWindowConstructorOptions {
  const { webPreferences, ...still } = stillWindow(false)
  return { ...still, webPreferences: { ...webPreferences, offscreen: true } }
}

/** A kiosk's window while there is no office: as locked as the other, for a page without script. */
export function heldWindow(bounds: Rectangle | null): BrowserWindowConstructorOptions {
  return { ...stillWindow(false), ...bounds, ...filling }
}

/** A page of ours that is only shown or printed: no script, no bridge, no disk. */
export function stillWindow(show: boolean): BrowserWindowConstructorOptions {
  return {
    title: 'Counterfoil',
    width: 640,
    height: 360,
    show,
    autoHideMenuBar: true,
    webPreferences: { ...locked, javascript: false, devTools: false, partition: printPartition },
  }
}
