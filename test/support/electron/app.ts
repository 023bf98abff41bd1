/** The application's life: one instance, ready once the main module ran, quit by consent, exit with a code. */
import { EventEmitter } from 'node:events'
import { existsSync, mkdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { App, CommandLine, Settings } from 'electron'
import { closeScreen, screen } from './chromium-screen.ts'
import { StandInEvent } from './event.ts'

/** As `app` needs them; the class itself needs `app`. */
interface Closable {
  close(): void
  isDestroyed(): boolean
}

/** Source: Electron's `App::EnableSandbox`. */
export const sandboxSwitch = 'enable-sandbox'

class StandInApp
  extends EventEmitter
  implements
    Pick<
      App,
      | 'enableSandbox'
      | 'setPath'
      | 'requestSingleInstanceLock'
      | 'whenReady'
      | 'quit'
      | 'exit'
      | 'relaunch'
      | 'isPackaged'
      | 'isReady'
      | 'getAppPath'
      | 'getPath'
      | 'getVersion'
      | 'getName'
      | 'setLoginItemSettings'
      | 'releaseSingleInstanceLock'
    >
{
  /** `STAND_IN_PACKAGED=1` is a terminal that was installed. */
  readonly isPackaged = process.env.STAND_IN_PACKAGED === '1'
  readonly #switches = new Map<string, string>()
  readonly commandLine = {
    appendSwitch: (name: string, value = ''): void => void this.#switches.set(name, value),
    hasSwitch: (name: string): boolean => this.#switches.has(name) || process.argv.includes(`--${name}`),
    getSwitchValue: (name: string): string => this.#switches.get(name) ?? '',
  } satisfies Partial<Record<keyof CommandLine, unknown>>
  readonly windows = new Set<Closable>()
  readonly #ready = Promise.withResolvers<void>()
  #userData = join(tmpdir(), 'counterfoil-stand-in')
  #hasLock = false
  #isReady = false
  /** The last that was asked for; the system's own list is left alone. */
  loginItem: Settings | null = null
  /** What an update does once the last window is closed. */
  afterLastWindow: () => void = () => {}
  #isExiting = false
  #root = ''
  #manifest: { name: string; version: string; main: string } = { name: '', version: '', main: '' }

  /** Counts before ready only, as in Electron, which puts it on the command line of every process it starts. */
  enableSandbox(): void {
    if (this.#isReady) throw new Error('app.enableSandbox() can only be called before app is ready')
    this.#switches.set(sandboxSwitch, '')
  }

  isReady(): boolean {
    return this.#isReady
  }

  setLoginItemSettings(settings: Settings): void {
    this.loginItem = settings
  }

  setPath(name: string, path: string): void {
    if (name === 'userData') this.#userData = path
  }

  /** As Electron does from the folder it is started with; returns the main module's path. */
  load(root: string): string {
    this.#root = root
    this.#manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    return join(root, this.#manifest.main)
  }

  getVersion(): string {
    return this.#manifest.version
  }

  getName(): string {
    return this.#manifest.name
  }

  getAppPath(): string {
    return this.#root
  }

  getPath(name: string): string {
    return name === 'userData' ? this.#userData : tmpdir()
  }

  whenReady(): Promise<void> {
    return this.#ready.promise
  }

  /** Called once the main module ran to its end: Electron is never ready before. */
  async becomeReady(): Promise<void> {
    if (this.#isExiting) return
    const switches = [...this.#switches].map(([name, value]) => (value === '' ? `--${name}` : `--${name}=${value}`))
    // A program without a window needs no Chromium.
    if (process.env.STAND_IN_WINDOWS !== 'none') {
      const { endpoint, devTools } = await screen(switches)
      process.send?.({ kind: 'ready', endpoint })
      // As Electron does for whoever drives it over the debugging port.
      if (process.env.STAND_IN_TELLS_DEVTOOLS === '1') process.stderr.write(`DevTools listening on ${devTools}\n`)
    }
    this.#isReady = true
    this.emit('ready')
    this.#ready.resolve()
  }

  /** One per `userData`. A second instance leaves its arguments for the first, which hears of them. */
  requestSingleInstanceLock(told: Record<string, unknown> = {}): boolean {
    mkdirSync(this.#userData, { recursive: true })
    const lock = join(this.#userData, 'stand-in.lock')
    const second = join(this.#userData, 'stand-in.second')
    if (existsSync(lock) && isAlive(Number(readFileSync(lock, 'utf8')))) {
      writeFileSync(second, JSON.stringify({ argv: process.argv, told }))
      return false
    }
    writeFileSync(lock, String(process.pid))
    this.#hasLock = true
    watch(this.#userData, () => {
      if (!existsSync(second)) return
      const text = readFileSync(second, 'utf8')
      if (text === '') return
      rmSync(second)
      const { argv, told: heard } = JSON.parse(text)
      this.emit('second-instance', new StandInEvent(), argv, process.cwd(), heard)
    }).unref()
    return true
  }

  releaseSingleInstanceLock(): void {
    if (this.#hasLock) rmSync(join(this.#userData, 'stand-in.lock'), { force: true })
    this.#hasLock = false
  }

  quit(): void {
    const event = new StandInEvent()
    this.emit('before-quit', event)
    if (event.defaultPrevented) return
    for (const window of [...this.windows]) window.close()
    if (this.windows.size === 0) this.exit(0)
  }

  exit(code = 0): void {
    if (this.#isExiting) return
    this.#isExiting = true
    if (this.#hasLock) rmSync(join(this.#userData, 'stand-in.lock'), { force: true })
    this.emit('quit', new StandInEvent(), code)
    closeScreen().finally(() => process.exit(code))
  }

  relaunch(): void {
    process.send?.({ kind: 'relaunch' })
  }

  forget(window: Closable): void {
    this.windows.delete(window)
    if (this.windows.size > 0 || this.#isExiting) return
    if (this.listenerCount('window-all-closed') === 0) this.quit()
    else this.emit('window-all-closed')
    this.afterLastWindow()
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

export const app = new StandInApp()
