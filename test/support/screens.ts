/** Screens of a test: pages of a real Chromium on the real host, whose clock starts with the office's and which may not complain. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest'
import { launchBrowser } from './browser.ts'
import type { HandTime } from './office.ts'

export const deskSize = { width: 1280, height: 800 }
export const kioskSizes = { portrait: { width: 1080, height: 1920 }, landscape: { width: 1024, height: 768 } } as const

/** An office day that goes on by itself, from the same moment in every run; `pass` hurries it. */
export function flowingTime(startMs = Date.UTC(2026, 9, 21, 9, 0)): HandTime {
  let passedMs = 0
  let leaptMs = 0
  const flowedMs = (): number => performance.now() + passedMs
  const beginMs = flowedMs()
  return {
    wallMs: () => Math.floor(startMs + flowedMs() - beginMs + leaptMs),
    monotonicMs: flowedMs,
    pass: (ms) => {
      passedMs += ms
    },
    leap: (ms) => {
      leaptMs += ms
    },
  }
}

/** One browser for all tests of a file. */
export function sharedBrowser(): () => Browser {
  let browser: Browser | null = null
  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser?.close()
  })
  return () => {
    if (browser === null) throw new Error('the browser starts before the first test of the file')
    return browser
  }
}

export interface ScreenOptions {
  readonly at: string
  readonly face?: 'desk' | 'kiosk'
  /** The page's clock starts at this one's moment. Left out, the page has the machine's own. */
  readonly time?: HandTime
  /** What the browser may say on its console: the words of a lost connection where the test cuts it. */
  readonly mayComplainOf?: RegExp | undefined
  /** Sent with everything, as something between the browser and the host would add. */
  readonly headers?: Readonly<Record<string, string>>
}

/** What was printed: the words of each page handed to `window.print`. */
const printedName = '__printed'

/** Opens a terminal of its own: a fresh browser profile on one page. */
export async function openScreen(browser: Browser, options: ScreenOptions): Promise<Page> {
  const { face = 'desk', time } = options
  const context = await browser.newContext({
    viewport: face === 'desk' ? deskSize : kioskSizes.portrait,
    locale: 'en-IN',
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
    colorScheme: 'light',
    hasTouch: face === 'kiosk',
    acceptDownloads: true,
    // Over TLS the host shows its self-signed certificate.
    ignoreHTTPSErrors: options.at.startsWith('https:'),
    extraHTTPHeaders: options.headers ?? {},
  })
  onTestFinished(() => context.close())
  context.setDefaultTimeout(15_000)
  await observePrinting(context)
  const page = await context.newPage()
  mustNotComplain(page, options.mayComplainOf)
  if (time) await page.clock.install({ time: time.wallMs() })
  await page.goto(new URL(`#/${face}`, options.at).href)
  return page
}

/** A console error, an uncaught exception or a broken content policy fails the test it happens in. */
function mustNotComplain(page: Page, except: RegExp | undefined): void {
  const complaints: string[] = []
  const note = (words: string): void => {
    if (except === undefined || !except.test(words)) complaints.push(words)
  }
  page.on('console', (message) => {
    if (message.type() === 'error' || /content security policy/i.test(message.text())) note(message.text())
  })
  page.on('pageerror', (error) => note(`uncaught: ${error.message}`))
  onTestFinished(() => expect(complaints, 'the browser console').toEqual([]))
}

/** Printing only notes what would be printed: no dialog can be answered without a person. */
async function observePrinting(context: BrowserContext): Promise<void> {
  await context.addInitScript((name) => {
    window.print = () => {
      const top = window.top as unknown as Record<string, string[]>
      top[name] = [...(top[name] ?? []), document.body.textContent ?? '']
      window.dispatchEvent(new Event('afterprint'))
    }
  }, printedName)
}

export const printedPages = (page: Page): Promise<string[]> =>
  page.evaluate((name) => (window as unknown as Record<string, string[]>)[name] ?? [], printedName)

/** Everything a person or a script could read on the page: text, fields, attributes, address, storage, history state. */
export function everythingOn(page: Page): Promise<string> {
  return page.evaluate(() =>
    [
      document.documentElement.outerHTML,
      ...[...document.querySelectorAll('input, textarea')].map((field) => (field as HTMLInputElement).value),
      location.href,
      document.title,
      JSON.stringify(history.state),
      JSON.stringify({ ...localStorage }),
      JSON.stringify({ ...sessionStorage }),
    ].join('\n'),
  )
}
