/** How each window of the product is made. Every window is sandboxed and isolated; only the counter's has the bridge. */
import type { BrowserWindowConstructorOptions, WebPreferences } from 'electron'

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
export const printPartition = 'print'

export const counterPartition = (kiosk: boolean): string => (kiosk ? kioskPartition : deskPartition)

/** The counter's window. A kiosk's fills the screen, has no frame and does not close. */
export function counterWindow(setup: {
  readonly preload: string
  readonly kiosk: boolean
  readonly packaged: boolean
  readonly icon: string
}): BrowserWindowConstructorOptions {
  const { kiosk } = setup
  return {
    title: 'Counterfoil',
    width: 1280,
    height: 832,
    minWidth: 960,
    minHeight: 640,
    // Shown once the first screen is drawn, on the ground it will be drawn on.
    show: false,
    backgroundColor: '#f8f9fa',
    autoHideMenuBar: true,
    icon: setup.icon,
    ...(kiosk ? { kiosk: true, fullscreen: true, frame: false, closable: false, minimizable: false } : {}),
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

/** Like a still window, for a page that is drawn and never shown: a hidden window need not paint at all. */
export function canvasWindow(): BrowserWindowConstructorOptions {
  const { webPreferences, ...still } = stillWindow(false)
  return { ...still, webPreferences: { ...webPreferences, offscreen: true } }
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
