/** A window that is a page. What it looks like on a desk is recorded in its options; what it shows is real. */
import { EventEmitter } from 'node:events'
import type { BrowserWindow, BrowserWindowConstructorOptions } from 'electron'
import { app } from './app.ts'
import { StandInEvent } from './event.ts'
import { StandInContents } from './web-contents.ts'

export class StandInWindow
  extends EventEmitter
  implements
    Pick<BrowserWindow, 'loadURL' | 'show' | 'focus' | 'isDestroyed' | 'isMinimized' | 'restore' | 'destroy' | 'close'>
{
  readonly webContents: StandInContents
  #isDestroyed = false
  #isReady = false

  constructor(options: BrowserWindowConstructorOptions) {
    super()
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
    this.webContents.close().catch(() => undefined)
    this.emit('closed')
    app.forget(this)
  }

  focus(): void {
    this.webContents.bringToFront().catch(() => undefined)
  }

  isDestroyed(): boolean {
    return this.#isDestroyed
  }

  isMinimized(): boolean {
    return false
  }

  show(): void {}
  restore(): void {}
}
