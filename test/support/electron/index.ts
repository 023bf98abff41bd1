/** What `import … from 'electron'` gets in the built main process: as much of it as the product uses. */
import type * as Electron from 'electron'
import { StandInChannel } from './message-port.ts'
import { type KeyringBackend, StandInSafeStorage } from './safe-storage.ts'
import { fromPartition } from './session.ts'

export { app } from './app.ts'
export { autoUpdater } from './auto-updater.ts'
export { StandInWindow as BrowserWindow } from './browser-window.ts'
export { ipcMain } from './ipc-main.ts'
export { crashReporter, dialog, globalShortcut, powerMonitor, powerSaveBlocker, screen } from './machine.ts'
export { net } from './net.ts'
export { StandInChannel as MessageChannelMain }

const defaultSession = fromPartition('')
export const { protocol } = defaultSession
export const session = { defaultSession, fromPartition } satisfies Record<
  keyof Pick<typeof Electron.session, 'defaultSession' | 'fromPartition'>,
  unknown
>

/** `STAND_IN_KEYRING=basic_text` is a Linux without a keyring. */
export const safeStorage = new StandInSafeStorage((process.env.STAND_IN_KEYRING ?? 'gnome_libsecret') as KeyringBackend)

/** Menus are the operating system's; a page has none. What was set is kept, to be looked at. */
let applicationMenu: Electron.Menu | null = null
export const Menu = {
  setApplicationMenu(menu: Electron.Menu | null): void {
    applicationMenu = menu
  },
  getApplicationMenu: (): Electron.Menu | null => applicationMenu,
  buildFromTemplate(template: Electron.MenuItemConstructorOptions[]): Electron.Menu {
    return { items: template } as unknown as Electron.Menu
  },
} satisfies Partial<Record<keyof typeof Electron.Menu, unknown>>
