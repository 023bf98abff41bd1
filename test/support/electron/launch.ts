/** Starts the built terminal in the stand-in, for tests: the process, and its window as a page to look at and to touch. */
import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'

const here = fileURLToPath(new URL('../../../', import.meta.url))
const run = fileURLToPath(new URL('./run.ts', import.meta.url))

export interface Terminal {
  readonly process: ChildProcess
  /** The window's page: the first that is not blank. */
  page(): Promise<Page>
  /** All that was written to standard error so far. */
  errors(): string
  /** The exit code, once the process ended. */
  readonly exited: Promise<number | null>
  /** As a person closes the window. */
  closeWindow(): void
  /** Ends it as the operating system would; resolves with the exit code. */
  stop(): Promise<number | null>
}

export interface LaunchOptions {
  readonly folder: string
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Where the product's package.json is; left out, here. */
  readonly root?: string
}

/** A window is there within this time, or the test fails: 15 s. */
const patienceMs = 15_000

export function launchTerminal({ folder, args = [], env = {}, root = here }: LaunchOptions): Terminal {
  const child = fork(run, [root, '--data', folder, ...args], {
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    env: { ...process.env, ...env },
    execArgv: [],
  })
  let errors = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errors += text
  })
  let browser: Browser | null = null
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  const ready = new Promise<string>((resolve, reject) => {
    child.on('message', (message: { kind: string; endpoint: string }) => {
      if (message.kind === 'ready') resolve(message.endpoint)
    })
    exited.then((code) => reject(new Error(`the terminal ended with ${code}: ${errors}`)))
  })
  ready.catch(() => undefined)

  async function page(): Promise<Page> {
    const endpoint = await ready
    browser ??= await chromium.connectOverCDP(endpoint)
    const until = performance.now() + patienceMs
    for (;;) {
      const pages = browser.contexts().flatMap((context) => context.pages())
      const shown = pages.find((each) => !each.isClosed() && each.url() !== 'about:blank')
      if (shown !== undefined) return shown
      if (performance.now() > until) throw new Error(`no window came: ${errors}`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  return {
    process: child,
    page,
    errors: () => errors,
    exited,
    closeWindow: () => child.send('close-window'),
    async stop() {
      await browser?.close().catch(() => undefined)
      if (child.exitCode === null) child.kill('SIGTERM')
      return exited
    },
  }
}
