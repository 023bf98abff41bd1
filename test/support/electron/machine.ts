/** The machine around the windows: displays, power, the system's dialogs, shortcuts and crash reports. A test fires their events. */
import { EventEmitter } from 'node:events'
import type * as Electron from 'electron'

class StandInScreen extends EventEmitter implements Pick<Electron.Screen, 'getAllDisplays' | 'getPrimaryDisplay'> {
  /** One display, of which only the place and the size count. */
  #displays = [{ id: 1, bounds: { x: 0, y: 0, width: 1280, height: 832 } } as Electron.Display]

  getAllDisplays(): Electron.Display[] {
    return [...this.#displays]
  }

  getPrimaryDisplay(): Electron.Display {
    const [primary] = this.#displays
    if (primary === undefined) throw new Error('no display')
    return primary
  }
}

class StandInPowerMonitor extends EventEmitter implements Pick<Electron.PowerMonitor, 'isOnBatteryPower'> {
  isOnBatteryPower(): boolean {
    return false
  }
}

class StandInBlocker implements Pick<Electron.PowerSaveBlocker, 'start' | 'stop' | 'isStarted'> {
  readonly #started = new Map<number, string>()
  #last = 0

  start(type: Parameters<Electron.PowerSaveBlocker['start']>[0]): number {
    this.#last += 1
    this.#started.set(this.#last, type)
    return this.#last
  }

  stop(id: number): boolean {
    return this.#started.delete(id)
  }

  isStarted(id: number): boolean {
    return this.#started.has(id)
  }
}

class StandInShortcuts
  implements Pick<Electron.GlobalShortcut, 'register' | 'unregister' | 'unregisterAll' | 'isRegistered'>
{
  readonly #held = new Map<string, () => void>()

  register(accelerator: string, callback: () => void): boolean {
    if (this.#held.has(accelerator)) return false
    this.#held.set(accelerator, callback)
    return true
  }

  unregister(accelerator: string): void {
    this.#held.delete(accelerator)
  }

  unregisterAll(): void {
    this.#held.clear()
  }

  isRegistered(accelerator: string): boolean {
    return this.#held.has(accelerator)
  }
}

export const screen = new StandInScreen()
export const powerMonitor = new StandInPowerMonitor()
export const powerSaveBlocker = new StandInBlocker()
export const globalShortcut = new StandInShortcuts()

/** Nobody is there to press a button: an error is written down, and every question is answered with "cancel". */
export const dialog = {
  showErrorBox(title: string, content: string): void {
    process.stderr.write(`dialog: ${title}: ${content}\n`)
  },
  showMessageBox: async (): Promise<Electron.MessageBoxReturnValue> => ({ response: 0, checkboxChecked: false }),
  showOpenDialog: async (): Promise<Electron.OpenDialogReturnValue> => ({ canceled: true, filePaths: [] }),
  showSaveDialog: async (): Promise<Electron.SaveDialogReturnValue> => ({ canceled: true, filePath: '' }),
} satisfies Partial<Record<keyof Electron.Dialog, unknown>>

export const crashReporter = {
  start(_options: Electron.CrashReporterStartOptions): void {},
  getUploadToServer: (): boolean => false,
} satisfies Partial<Record<keyof Electron.CrashReporter, unknown>>
