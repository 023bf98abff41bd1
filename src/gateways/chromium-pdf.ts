/** Receipts as PDF through a headless Chromium of this machine, for the Node host. The page never touches the disk. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PdfPrinter } from '../core/billing/receipts.ts'
import { anyChromium } from './chromium.ts'
import { type DevTools, launchOverPipe } from './devtools-pipe.ts'

/** Chromium is given this long to start, draw and write: 20 s. */
const deadlineMs = 20_000

/** A receipt's width on paper, and CSS pixels an inch has. */
const widthMm = 80
const pixelsPerInch = 96
const mmPerInch = 25.4

const flags = [
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-extensions',
]

/** As long as its words: one slip, like the printer's. */
async function printSlip(devtools: DevTools, html: string): Promise<Uint8Array> {
  const { targetId } = await devtools.call('Target.createTarget', { url: 'about:blank' })
  const { sessionId } = await devtools.call('Target.attachToTarget', { targetId, flatten: true })
  const page = String(sessionId)
  await devtools.call('Emulation.setScriptExecutionDisabled', { value: true }, page)
  const width = Math.round((widthMm / mmPerInch) * pixelsPerInch)
  await devtools.call(
    'Emulation.setDeviceMetricsOverride',
    { width, height: 10, deviceScaleFactor: 1, mobile: false },
    page,
  )
  const { frameTree } = await devtools.call('Page.getFrameTree', {}, page)
  await devtools.call('Page.setDocumentContent', { frameId: frameIdOf(frameTree), html }, page)
  const { cssContentSize } = await devtools.call('Page.getLayoutMetrics', {}, page)
  const paper = { paperWidth: widthMm / mmPerInch, paperHeight: heightOf(cssContentSize) / pixelsPerInch + 0.5 }
  const margins = { marginTop: 0.15, marginBottom: 0.15, marginLeft: 0.15, marginRight: 0.15 }
  const { data } = await devtools.call('Page.printToPDF', { ...paper, ...margins, printBackground: true }, page)
  return Buffer.from(String(data), 'base64')
}

function frameIdOf(tree: unknown): string {
  if (typeof tree === 'object' && tree !== null && 'frame' in tree) {
    const { frame } = tree
    if (typeof frame === 'object' && frame !== null && 'id' in frame) return String(frame.id)
  }
  throw new Error('the browser names no frame')
}

function heightOf(size: unknown): number {
  return typeof size === 'object' && size !== null && 'height' in size ? Number(size.height) : 0
}

/** How many slips may wait for the one browser; more is not a counter's work. */
const mostWaiting = 8

/** One browser at a time, however many ask. */
export function chromiumPdf(env: Readonly<Record<string, string | undefined>>): PdfPrinter {
  let waiting = 0
  let last: Promise<unknown> = Promise.resolve()
  const printer = oneSlip(env)
  return {
    async print(html) {
      if (waiting >= mostWaiting) return { outcome: 'refused', reason: 'print_failed' }
      waiting += 1
      const mine = last.then(() => printer.print(html))
      last = mine
      try {
        return await mine
      } finally {
        waiting -= 1
      }
    },
  }
}

function oneSlip(env: Readonly<Record<string, string | undefined>>): PdfPrinter {
  return {
    async print(html) {
      const browser = await anyChromium(env)
      if (browser === null) return { outcome: 'refused', reason: 'no_browser' }
      const profile = await mkdtemp(join(tmpdir(), 'counterfoil-pdf-'))
      // Chromium's own sandbox does not run as root; the page is ours, without scripts, and loads nothing.
      const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
      const devtools = launchOverPipe(browser, [...flags, ...asRoot, `--user-data-dir=${profile}`], deadlineMs)
      try {
        return { outcome: 'done', pdf: await printSlip(devtools, html) }
      } catch {
        // The payment stands whatever a browser does; the screen offers the page instead.
        return { outcome: 'refused', reason: 'print_failed' }
      } finally {
        devtools.kill()
        await rm(profile, { recursive: true, force: true, maxRetries: 5 })
      }
    },
  }
}
