/** The one Chromium whose pages are the windows, opened when Electron would be ready. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium } from 'playwright-core'
import { chromiumToTest } from '../browser.ts'

export interface Screen {
  readonly context: BrowserContext
  /** Where a test connects to see the same pages. */
  readonly endpoint: string
  /** The same as a program that drives the whole browser knows it: `ws://…`. */
  readonly devTools: string
  close(): Promise<void>
}

let opened: Promise<Screen> | null = null

/** `switches`: what the product put on Electron's command line before ready, which is Chromium's. Counts at the first call. */
export function screen(switches: readonly string[] = []): Promise<Screen> {
  opened ??= open(switches)
  return opened
}

export async function closeScreen(): Promise<void> {
  if (opened !== null) await (await opened).close()
}

async function open(switches: readonly string[]): Promise<Screen> {
  const profile = mkdtempSync(join(tmpdir(), 'counterfoil-stand-in-'))
  const { args = [], ...launch } = chromiumToTest()
  const context = await chromium.launchPersistentContext(profile, {
    ...launch,
    // A process less to start, for what is drawn without a graphics card anyway.
    args: [...args, ...switches, '--in-process-gpu', '--remote-debugging-port=0'],
    viewport: null,
    acceptDownloads: true,
  })
  const [port = '', path = ''] = readFileSync(join(profile, 'DevToolsActivePort'), 'utf8').split('\n')
  return {
    context,
    endpoint: `http://127.0.0.1:${port}`,
    devTools: `ws://127.0.0.1:${port}${path}`,
    async close() {
      await context.close()
      rmSync(profile, { recursive: true, force: true })
    },
  }
}
