/** A page of Chromium as Electron's `webContents`. */
import { EventEmitter } from 'node:events'
import type { BrowserWindowConstructorOptions, PrintToPDFOptions, WebContents } from 'electron'
import type { CDPSession, Page, Route } from 'playwright-core'
import { fromChromium, toChromium } from './addresses.ts'
import { screen } from './chromium-screen.ts'
import { StandInEvent } from './event.ts'
import { hearTopFrame } from './ipc-main.ts'
import { linkPreload } from './preload-link.ts'
import { fromPartition, type StandInSession } from './session.ts'

type OpenHandler = Parameters<WebContents['setWindowOpenHandler']>[0]

interface Opened {
  readonly page: Page
  readonly session: CDPSession
}

export class StandInContents
  extends EventEmitter
  implements
    Pick<
      WebContents,
      'getURL' | 'loadURL' | 'reload' | 'setWindowOpenHandler' | 'printToPDF' | 'forcefullyCrashRenderer'
    >
{
  readonly session: StandInSession
  readonly #options: BrowserWindowConstructorOptions
  #opened: Promise<Opened> | null = null
  #url = ''
  #loading: string | null = null
  #openHandler: OpenHandler = () => ({ action: 'allow' })

  constructor(options: BrowserWindowConstructorOptions) {
    super()
    this.#options = options
    this.session = fromPartition(options.webPreferences?.partition ?? '')
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

  async printToPDF({ printBackground = false, preferCSSPageSize = false }: PrintToPDFOptions): Promise<Buffer> {
    if (this.#opened === null) throw new Error('nothing is loaded')
    return (await this.#opened).page.pdf({ printBackground, preferCSSPageSize })
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
