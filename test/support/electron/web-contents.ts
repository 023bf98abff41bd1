/** A page of Chromium as Electron's `webContents`. */
import { EventEmitter } from 'node:events'
import type {
  BrowserWindowConstructorOptions,
  KeyboardInputEvent,
  PrinterInfo,
  PrintToPDFOptions,
  WebContents,
  WebContentsPrintOptions,
} from 'electron'
import type { BrowserContext, CDPSession, Page, Route } from 'playwright-core'
import { fromChromium, toChromium } from './addresses.ts'
import { screen } from './chromium-screen.ts'
import { StandInEvent } from './event.ts'
import { hearTopFrame } from './ipc-main.ts'
import { inputOf, pressInPage } from './keyboard.ts'
import { linkPreload } from './preload-link.ts'
import { printSilently, standInDebugger, standInPrinters } from './printing.ts'
import { fromPartition, type StandInSession } from './session.ts'

type OpenHandler = Parameters<WebContents['setWindowOpenHandler']>[0]

/** Electron's permissions under the names that a browser's driver has for them. */
const chromiumNames: Readonly<Record<string, readonly string[]>> = {
  geolocation: ['geolocation'],
  notifications: ['notifications'],
  media: ['camera', 'microphone'],
  midi: ['midi'],
  'clipboard-read': ['clipboard-read'],
  'clipboard-sanitized-write': ['clipboard-write'],
}

interface Opened {
  readonly page: Page
  readonly session: CDPSession
}

export class StandInContents
  extends EventEmitter
  implements
    Pick<
      WebContents,
      | 'getURL'
      | 'loadURL'
      | 'reload'
      | 'executeJavaScript'
      | 'setWindowOpenHandler'
      | 'print'
      | 'printToPDF'
      | 'getPrintersAsync'
      | 'forcefullyCrashRenderer'
      | 'setZoomFactor'
      | 'getZoomFactor'
      | 'setVisualZoomLevelLimits'
      | 'setIgnoreMenuShortcuts'
      | 'sendInputEvent'
      | 'setWebRTCIPHandlingPolicy'
      | 'getWebRTCIPHandlingPolicy'
    >
{
  readonly session: StandInSession
  /** The largest scale of two fingers; Chromium's own is 5. */
  pinchesTo = 5
  ignoresMenu = false
  readonly #options: BrowserWindowConstructorOptions
  #opened: Promise<Opened> | null = null
  #url = ''
  #loading: string | null = null
  #zoomFactor = 1
  #webRtcPolicy = 'default'
  #openHandler: OpenHandler = () => ({ action: 'allow' })

  constructor(options: BrowserWindowConstructorOptions) {
    super()
    this.#options = options
    this.session = fromPartition(options.webPreferences?.partition ?? '')
  }

  /** Kept only: Chromium takes it of a browser's settings, or of its command line. */
  setWebRTCIPHandlingPolicy(policy: Parameters<WebContents['setWebRTCIPHandlingPolicy']>[0]): void {
    this.#webRtcPolicy = policy
  }

  getWebRTCIPHandlingPolicy(): string {
    return this.#webRtcPolicy
  }

  getURL(): string {
    return this.#url
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler
  }

  async loadURL(url: string): Promise<void> {
    this.#opened ??= this.#open()
    const { page } = await this.#opened
    this.#loading = toChromium(url)
    try {
      await page.goto(this.#loading, { waitUntil: 'load' })
      this.emit('did-finish-load')
    } catch (error) {
      this.emit('did-fail-load', new StandInEvent(), -2, String(error), url, true)
      throw error
    } finally {
      this.#loading = null
    }
  }

  reload(): void {
    this.#opened?.then(({ page }) => page.reload()).catch(() => undefined)
  }

  async executeJavaScript(code: string): Promise<unknown> {
    return (await this.#ready()).page.evaluate(code)
  }

  async printToPDF({ printBackground = false, preferCSSPageSize = false }: PrintToPDFOptions): Promise<Buffer> {
    if (this.#opened === null) throw new Error('nothing is loaded')
    return (await this.#opened).page.pdf({ printBackground, preferCSSPageSize })
  }

  getZoomFactor(): number {
    return this.#zoomFactor
  }

  setZoomFactor(factor: number): void {
    this.#zoomFactor = factor
  }

  async setVisualZoomLevelLimits(_minimum: number, maximum: number): Promise<void> {
    this.pinchesTo = maximum
  }

  setIgnoreMenuShortcuts(ignore: boolean): void {
    this.ignoresMenu = ignore
  }

  /** A press as the system would bring it: first the product may prevent it, then the page has it. */
  sendInputEvent(event: Parameters<WebContents['sendInputEvent']>[0]): void {
    this.emit('input-event', new StandInEvent(), event)
    if (event.type !== 'keyDown' && event.type !== 'keyUp') return
    const input = inputOf(event as KeyboardInputEvent)
    const before = new StandInEvent()
    this.emit('before-input-event', before, input)
    if (before.defaultPrevented) return
    this.#opened?.then(({ session }) => pressInPage(session, input)).catch(() => undefined)
  }

  readonly debugger = standInDebugger(async () => (await this.#ready()).session)

  getPrintersAsync = async (): Promise<PrinterInfo[]> => standInPrinters()

  print(options: WebContentsPrintOptions = {}, told: (success: boolean, reason: string) => void = () => {}): void {
    const printed = this.#ready().then(({ page }) => printSilently(page, options, told))
    printed.catch((error: unknown) => told(false, String(error)))
  }

  async #ready(): Promise<Opened> {
    if (this.#opened === null) throw new Error('nothing is loaded')
    return this.#opened
  }

  forcefullyCrashRenderer(): void {
    this.#opened?.then(({ session }) => session.send('Page.crash')).catch(() => undefined)
  }

  async bringToFront(): Promise<void> {
    await (await this.#opened)?.page.bringToFront()
  }

  async close(): Promise<void> {
    await (await this.#opened)?.page.close()
  }

  async #open(): Promise<Opened> {
    const { webPreferences = {}, width = 800, height = 600 } = this.#options
    const { context } = await screen()
    const page = await context.newPage()
    await this.#grant(context)
    const session = await context.newCDPSession(page)
    await page.setViewportSize({ width, height })
    await session.send('Page.enable')
    if (webPreferences.javascript === false) await session.send('Emulation.setScriptExecutionDisabled', { value: true })
    await page.route('**/*', (route) => this.#answer(route, page))
    session.on('Page.frameNavigated', ({ frame }) => {
      if (frame.parentId !== undefined) return
      this.#url = fromChromium(frame.url)
      this.emit('did-navigate', new StandInEvent(), this.#url, 200, 'OK')
    })
    if (webPreferences.preload !== undefined) {
      await linkPreload(page, session, webPreferences.preload, (channel, message, ports) =>
        hearTopFrame(this, page.url(), { channel, message, ports }),
      )
    }
    this.#listen(page)
    return { page, session }
  }

  /** Electron grants everything that no handler refuses; Chromium alone would grant nothing. */
  async #grant(context: BrowserContext): Promise<void> {
    for (const scheme of this.session.protocol.handlers.keys()) {
      const origin = `${scheme}://counterfoil`
      const granted = Object.entries(chromiumNames).filter(([name]) => this.session.grants(this, name, origin))
      await context.grantPermissions(
        granted.flatMap(([, names]) => names),
        { origin: toChromium(origin) },
      )
    }
  }

  #listen(page: Page): void {
    page.on('crash', () => {
      // A crashed page stays so; the next load gets a new one, as Electron gets a new process.
      this.#opened = null
      page.close().catch(() => undefined)
      this.emit('render-process-gone', new StandInEvent(), { reason: 'crashed', exitCode: 5 })
    })
    page.on('close', () => {
      if (this.#opened !== null) this.emit('destroyed')
    })
    page.on('popup', (popup) => {
      const url = fromChromium(popup.url())
      const details = {
        url,
        frameName: '',
        features: '',
        disposition: 'foreground-tab',
        referrer: { url: '', policy: 'no-referrer' },
      } as const
      if (this.#openHandler(details).action === 'deny') popup.close().catch(() => undefined)
    })
    page.on('download', (download) => {
      const event = new StandInEvent()
      this.session.emit('will-download', event, { getURL: () => fromChromium(download.url()) }, this)
      if (event.defaultPrevented) download.cancel().catch(() => undefined)
    })
  }

  async #answer(route: Route, page: Page): Promise<void> {
    const request = route.request()
    const url = fromChromium(request.url())
    if (request.isNavigationRequest() && request.url() !== this.#loading) {
      const event = Object.assign(new StandInEvent(), { url, isMainFrame: request.frame() === page.mainFrame() })
      this.emit('will-frame-navigate', event)
      if (event.defaultPrevented) return route.abort('aborted')
    }
    const response = await this.session.answer(url, request.method())
    if (response === null) return route.abort('blockedbyclient')
    await route.fulfill({
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: Buffer.from(await response.arrayBuffer()),
    })
  }
}
