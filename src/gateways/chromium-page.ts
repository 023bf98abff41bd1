/** Pages without script in a headless Chromium of this machine, for the Node host: to make PDFs and pictures of. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { anyChromium } from './chromium.ts'
import { type DevTools, launchOverPipe } from './devtools-pipe.ts'
import type { SlipFonts } from './slip-fonts.ts'

/** Chromium is given this long to start, draw and write: 20 s. */
const deadlineMs = 20_000

const flags = [
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-extensions',
]

/** For DevTools' `Runtime.evaluate`. */
export const fontsReady = 'document.fonts.ready.then(() => true)'

/** How many slips may wait for the one browser; more is not a counter's work. */
const mostWaiting = 8

/** An empty page; `show` gives it its words. */
export interface BlankPage {
  call(method: string, params: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, unknown>>>
  show(html: string): Promise<void>
}

export type PageOutcome<Made> =
  | { readonly outcome: 'done'; readonly made: Made }
  | { readonly outcome: 'refused'; readonly reason: 'no_browser' | 'failed' }

export interface ChromiumPages {
  available(): Promise<boolean>
  /** One browser at a time, however many ask. The browser is killed when `signal` aborts. */
  make<Made>(work: (page: BlankPage) => Promise<Made>, signal?: AbortSignal): Promise<PageOutcome<Made>>
}

async function blankPage(devtools: DevTools, withFonts: SlipFonts): Promise<BlankPage> {
  const { targetId } = await devtools.call('Target.createTarget', { url: 'about:blank' })
  const { sessionId } = await devtools.call('Target.attachToTarget', { targetId, flatten: true })
  const call: BlankPage['call'] = (method, params) => devtools.call(method, params, String(sessionId))
  await call('Emulation.setScriptExecutionDisabled', { value: true })
  return {
    call,
    async show(html) {
      const { frameTree } = await call('Page.getFrameTree', {})
      await call('Page.setDocumentContent', { frameId: frameIdOf(frameTree), html: withFonts(html) })
      // Letters that came with the page are read before it is drawn. It has no script of its own; this one is ours.
      await call('Runtime.evaluate', { expression: fontsReady, awaitPromise: true })
    },
  }
}

function frameIdOf(tree: unknown): string {
  if (typeof tree === 'object' && tree !== null && 'frame' in tree) {
    const { frame } = tree
    if (typeof frame === 'object' && frame !== null && 'id' in frame) return String(frame.id)
  }
  throw new Error('the browser names no frame')
}

export function chromiumPages(
  env: Readonly<Record<string, string | undefined>>,
  withFonts: SlipFonts = (html) => html,
): ChromiumPages {
  async function make<Made>(
    work: (page: BlankPage) => Promise<Made>,
    signal: AbortSignal | undefined,
  ): Promise<PageOutcome<Made>> {
    const browser = await anyChromium(env)
    if (browser === null) return { outcome: 'refused', reason: 'no_browser' }
    if (signal?.aborted === true) return { outcome: 'refused', reason: 'failed' }
    const profile = await mkdtemp(join(tmpdir(), 'counterfoil-pdf-'))
    // Chromium's own sandbox does not run as root; the page is ours, without scripts, and loads nothing.
    const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
    const devtools = launchOverPipe(browser, [...flags, ...asRoot, `--user-data-dir=${profile}`], deadlineMs)
    const kill = (): void => devtools.kill()
    signal?.addEventListener('abort', kill, { once: true })
    try {
      return { outcome: 'done', made: await work(await blankPage(devtools, withFonts)) }
    } catch {
      // The payment stands whatever a browser does; the screen offers another way.
      return { outcome: 'refused', reason: 'failed' }
    } finally {
      signal?.removeEventListener('abort', kill)
      kill()
      await rm(profile, { recursive: true, force: true, maxRetries: 5 })
    }
  }

  let waiting = 0
  let last: Promise<unknown> = Promise.resolve()
  return {
    available: async () => (await anyChromium(env)) !== null,
    async make(work, signal) {
      if (waiting >= mostWaiting) return { outcome: 'refused', reason: 'failed' }
      waiting += 1
      const mine = last.then(() => make(work, signal))
      last = mine.catch(() => undefined)
      try {
        return await mine
      } finally {
        waiting -= 1
      }
    },
  }
}
