/** A window that is a page. How it stands on a desk is kept in its state; what it shows is real. */
import { EventEmitter } from 'node:events'
import type { BrowserWindow, BrowserWindowConstructorOptions, Rectangle, WebPreferences } from 'electron'
import { app, sandboxSwitch } from './app.ts'
import { StandInEvent } from './event.ts'
import { StandInContents } from './web-contents.ts'

/** All that a window of ours is asked or told; a name that Electron's does not have does not compile. */
type Windowed = Pick<
  BrowserWindow,
  | 'loadURL'
  | 'show'
  | 'showInactive'
  | 'hide'
  | 'focus'
  | 'blur'
  | 'isFocused'
  | 'isVisible'
  | 'isDestroyed'
  | 'isMinimized'
  | 'minimize'
  | 'restore'
  | 'destroy'
  | 'close'
  | 'isKiosk'
  | 'setKiosk'
  | 'isAlwaysOnTop'
  | 'setAlwaysOnTop'
  | 'moveTop'
  | 'getBounds'
  | 'setBounds'
  | 'isFocusable'
>

/** What a page could break out by; Electron would make such a window and say nothing. */
const safePreferences = {
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
} as const satisfies WebPreferences

function refuseUnsafe(given: WebPreferences = {}): void {
  if (!app.commandLine.hasSwitch(sandboxSwitch)) throw new Error('a window before app.enableSandbox()')
  for (const [name, safe] of Object.entries(safePreferences)) {
    const value: unknown = Reflect.get(given, name)
    if (value !== safe) throw new Error(`a window with ${name}: ${String(value)}`)
  }
}

export class StandInWindow extends EventEmitter implements Windowed {
  static #focused: StandInWindow | null = null
  readonly webContents: StandInContents
  readonly #options: BrowserWindowConstructorOptions
  #isDestroyed = false
  #isReady = false
  #isVisible: boolean
  #isMinimized = false
  #isKiosk: boolean
  #isOnTop: boolean
  #bounds: Rectangle

  static getAllWindows(): StandInWindow[] {
    return [...app.windows].filter((each) => each instanceof StandInWindow)
  }

  static getFocusedWindow(): StandInWindow | null {
    return StandInWindow.#focused
  }

  constructor(options: BrowserWindowConstructorOptions) {
    super()
    refuseUnsafe(options.webPreferences)
    const { x = 0, y = 0, width = 800, height = 600 } = options
    this.#options = options
    this.#bounds = { x, y, width, height }
    this.#isKiosk = options.kiosk === true
    this.#isOnTop = options.alwaysOnTop === true
    this.#isVisible = options.show !== false
    this.webContents = new StandInContents(options)
    app.windows.add(this)
    app.emit('web-contents-created', new StandInEvent(), this.webContents)
    this.webContents.on('destroyed', () => this.destroy())
  }

  async loadURL(url: string): Promise<void> {
    await this.webContents.loadURL(url)
    if (!this.#isReady) this.emit('ready-to-show')
    this.#isReady = true
  }

  /** As a person closes it: the product may prevent that. */
  close(): void {
    const event = new StandInEvent()
    this.emit('close', event)
    if (!event.defaultPrevented) this.destroy()
  }

  destroy(): void {
    if (this.#isDestroyed) return
    this.#isDestroyed = true
    this.blur()
    this.webContents.close().catch(() => undefined)
    this.emit('closed')
    app.forget(this)
  }

  focus(): void {
    if (this.#options.focusable === false || StandInWindow.#focused === this) return
    StandInWindow.#focused?.blur()
    StandInWindow.#focused = this
    this.webContents.bringToFront().catch(() => undefined)
    this.emit('focus')
  }

  /** Another program's window came before it. */
  blur(): void {
    if (StandInWindow.#focused !== this) return
    StandInWindow.#focused = null
    if (!this.#isDestroyed) this.emit('blur')
  }

  isFocused(): boolean {
    return StandInWindow.#focused === this
  }

  isFocusable(): boolean {
    return this.#options.focusable !== false
  }

  show(): void {
    this.#appear()
    this.focus()
  }

  showInactive(): void {
    this.#appear()
  }

  hide(): void {
    this.#isVisible = false
    this.emit('hide')
    this.blur()
  }

  isVisible(): boolean {
    return this.#isVisible
  }

  minimize(): void {
    this.#isMinimized = true
    this.emit('minimize')
    this.blur()
  }

  restore(): void {
    this.#isMinimized = false
    this.emit('restore')
  }

  isMinimized(): boolean {
    return this.#isMinimized
  }

  isDestroyed(): boolean {
    return this.#isDestroyed
  }

  isKiosk(): boolean {
    return this.#isKiosk
  }

  setKiosk(flag: boolean): void {
    this.#isKiosk = flag
  }

  isAlwaysOnTop(): boolean {
    return this.#isOnTop
  }

  setAlwaysOnTop(flag: boolean): void {
    this.#isOnTop = flag
  }

  moveTop(): void {}

  getBounds(): Rectangle {
    return this.#bounds
  }

  setBounds(bounds: Partial<Rectangle>): void {
    this.#bounds = { ...this.#bounds, ...bounds }
  }

  #appear(): void {
    if (this.#isVisible) return
    this.#isVisible = true
    this.emit('show')
  }
}
