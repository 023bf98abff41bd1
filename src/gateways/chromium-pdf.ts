/** Receipts as PDF through a headless Chromium of this machine, for the Node host. */
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { PdfPrinter } from '../core/billing/receipts.ts'
import { anyChromium } from './chromium.ts'

/** Chromium is given this long to start, draw and write: 20 s. */
const deadlineMs = 20_000

function run(file: string, args: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const browser = spawn(file, args, { stdio: 'ignore', timeout: deadlineMs, killSignal: 'SIGKILL' })
    browser.once('error', () => resolve(false))
    browser.once('exit', (code) => resolve(code === 0))
  })
}

export function chromiumPdf(env: Readonly<Record<string, string | undefined>>): PdfPrinter {
  return {
    async print(html) {
      const browser = await anyChromium(env)
      if (browser === null) return { outcome: 'refused', reason: 'no_browser' }
      const folder = await mkdtemp(join(tmpdir(), 'counterfoil-pdf-'))
      try {
        const page = join(folder, 'page.html')
        const pdf = join(folder, 'page.pdf')
        await writeFile(page, html, { mode: 0o600 })
        // Chromium's own sandbox does not run as root; the page is ours, static, and loads nothing.
        const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
        const flags = [
          '--headless',
          '--disable-gpu',
          '--no-first-run',
          '--disable-background-networking',
          '--disable-component-update',
          '--no-pdf-header-footer',
        ]
        const printed = await run(browser.file, [
          ...browser.args.filter((flag) => flag !== '--headless' && !flag.startsWith('--headless=')),
          ...flags,
          ...asRoot,
          `--user-data-dir=${join(folder, 'profile')}`,
          `--print-to-pdf=${pdf}`,
          pathToFileURL(page).href,
        ])
        return printed ? { outcome: 'done', pdf: await readFile(pdf) } : { outcome: 'refused', reason: 'print_failed' }
      } catch {
        // The payment stands whatever a browser or a temporary folder does; the screen offers the page instead.
        return { outcome: 'refused', reason: 'print_failed' }
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    },
  }
}
