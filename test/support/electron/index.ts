/** What `import … from 'electron'` gets in the built main process: as much of it as the product uses. */
import { EventEmitter } from 'node:events'
import type * as Electron from 'electron'
import { type KeyringBackend, StandInSafeStorage } from './safe-storage.ts'
import { fromPartition } from './session.ts'

export { app } from './app.ts'
export { StandInWindow as BrowserWindow } from './browser-window.ts'
export { ipcMain } from './ipc-main.ts'
export { net } from './net.ts'

/** Squirrel's own; electron-updater tells it that the end is near. */
export const autoUpdater = new EventEmitter()

const defaultSession = fromPartition('')
export const { protocol } = defaultSession
export const session = { defaultSession, fromPartition } satisfies Record<
  keyof Pick<typeof Electron.session, 'defaultSession' | 'fromPartition'>,
  unknown
>

/** `STAND_IN_KEYRING=basic_text` is a Linux without a keyring. */
export const safeStorage = new StandInSafeStorage((process.env.STAND_IN_KEYRING ?? 'gnome_libsecret') as KeyringBackend)

/** Menus are the operating system's; a page has none. */
export const Menu = {
  setApplicationMenu(_menu: Electron.Menu | null): void {},
  buildFromTemplate(_template: Electron.MenuItemConstructorOptions[]): null {
    return null
  },
} satisfies Record<keyof Pick<typeof Electron.Menu, 'setApplicationMenu' | 'buildFromTemplate'>, unknown>
