/** Starts the built terminal for tests: the process, its windows as pages to look at and to touch, and a word with its main process. */
import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type * as Electron from 'electron'
import { type Browser, chromium, type Page } from 'playwright-core'
import { launchReal } from './launch-real.ts'

const here = fileURLToPath(new URL('../../../', import.meta.url))
const run = fileURLToPath(new URL('./run.ts', import.meta.url))

/** Electron's own runtime, where `npm run test:electron` found one; else the stand-in is what runs. */
export const realRuntime = process.env.COUNTERFOIL_TEST_ELECTRON ?? ''

export interface Terminal {
  /** The window's page: the first that is not blank, or the one whose address ends with `#/face`. */
  page(face?: 'kiosk' | 'customer'): Promise<Page>
  /** Runs a function of the test in the main process, with the `electron` module. Nothing from around it is there. */
  main<Arg, Value>(work: (electron: typeof Electron, arg: Arg) => Value, arg: Arg): Promise<Awaited<Value>>
  /** Presses a key, named as an accelerator's, as the system would bring it: keys of the main process come first. */
  press(keyCode: string, modifiers?: readonly Modifier[]): Promise<void>
  /** All that Counterfoil wrote to standard error so far; the runtime's own words there are left out. */
  errors(): string
  /** The words on the window's page as the main process has them: also where a page that died was loaded anew. */
  words(): Promise<string>
  /** The exit code, once the process ended. */
  readonly exited: Promise<number | null>
  /** False once it ended. */
  isRunning(): boolean
  /** As a person closes the window. */
  closeWindow(): void
  /** Asks it to quit by its own way, which is the same on every system; resolves with the exit code. */
  stop(): Promise<number | null>
}

export type Modifier = 'control' | 'shift' | 'alt' | 'meta'

export interface LaunchOptions {
  readonly folder: string
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Where the product's package.json is; left out, here. */
  readonly root?: string
  /** A program with its arguments that becomes the terminal: the stand-in alone can be started through one. */
  readonly through?: readonly string[]
}

/** A window is there within this time of a terminal that is ready, or the test fails: 15 s. */
const patienceMs = 15_000

/** What a process that runs the terminal gives to tests; the rest is the same for both. */
export interface Launched {
  readonly pages: () => Promise<readonly Page[]>
  readonly evaluate: (work: (electron: typeof Electron, arg: unknown) => unknown, arg: unknown) => Promise<unknown>
  readonly errors: () => string
  readonly exited: Promise<number | null>
  readonly quit: () => Promise<void>
}

export function launchTerminal(options: LaunchOptions): Terminal {
  const launched = realRuntime === '' ? launchStandIn(options) : launchReal(options.root ?? here, realRuntime, options)
  const { errors, exited } = launched
  let isRunning = true
  exited.then(() => {
    isRunning = false
  })

  async function page(face?: string): Promise<Page> {
    // A machine with much to do starts it late; whether a window comes is asked of a terminal that began.
    await launched.pages()
    const until = performance.now() + patienceMs
    for (;;) {
      const shown = (await launched.pages()).find(
        (each) =>
          !each.isClosed() && each.url() !== 'about:blank' && (face === undefined || each.url().endsWith(`#/${face}`)),
      )
      if (shown !== undefined) return shown
      if (performance.now() > until) throw new Error(`no window came: ${errors()}`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
  const main: Terminal['main'] = async (work, arg) => (await launched.evaluate(work as never, arg)) as never

  return {
    page,
    main,
    errors,
    exited,
    isRunning: () => isRunning,
    words: () =>
      main(
        ({ BrowserWindow }): Promise<string> =>
          BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript('document.body.innerText') ??
          Promise.resolve(''),
        null,
      ),
    async press(keyCode, modifiers = []) {
      await main(
        ({ BrowserWindow }, { code, held }) => {
          const [window] = BrowserWindow.getAllWindows()
          for (const type of ['keyDown', 'char', 'keyUp'] as const)
            window?.webContents.sendInputEvent({ type, keyCode: code, modifiers: [...held] })
        },
        { code: keyCode, held: modifiers },
      )
    },
    closeWindow() {
      main(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close(), null).catch(() => undefined)
    },
    async stop() {
      // One that could not be started cannot be asked; how it ended is known all the same.
      if (isRunning) await launched.quit().catch(() => undefined)
      return exited
    },
  }
}

interface FromChild {
  readonly kind: string
  readonly endpoint?: string
  readonly id?: number
  readonly value?: unknown
  readonly error?: string
}

/** Playwright's and the product's code come in one go: without the room, a tenth of a start is spent on clearing up. */
const roomy = ['--min-semi-space-size=32', '--max-semi-space-size=64']

function launchStandIn({ folder, args = [], env = {}, root = here, through = [] }: LaunchOptions): Launched {
  const [file = '', ...rest] = [...through, process.execPath, ...roomy, run, root, '--data', folder, ...args]
  const child: ChildProcess = spawn(file, rest, {
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    env: { ...process.env, ...env },
  })
  let written = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    written += text
  })
  let browser: Browser | null = null
  let asked = 0
  const answers = new Map<number, PromiseWithResolvers<unknown>>()
  const ready = Promise.withResolvers<string>()
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  child.on('message', ({ kind, endpoint, id = 0, value, error }: FromChild) => {
    if (kind === 'ready' && endpoint !== undefined) ready.resolve(endpoint)
    if (kind !== 'evaluated') return
    if (error === undefined) answers.get(id)?.resolve(value)
    else answers.get(id)?.reject(new Error(error))
    answers.delete(id)
  })
  exited.then((code) => {
    const why = new Error(`the terminal ended with ${code}: ${written}`)
    ready.reject(why)
    for (const answer of answers.values()) answer.reject(why)
  })
  ready.promise.catch(() => undefined)
  return {
    async pages() {
      browser ??= await chromium.connectOverCDP(await ready.promise)
      return browser.contexts().flatMap((context) => context.pages())
    },
    async evaluate(work, arg) {
      await ready.promise
      asked += 1
      const answer = Promise.withResolvers<unknown>()
      answers.set(asked, answer)
      child.send({ kind: 'evaluate', id: asked, source: work.toString(), arg })
      return answer.promise
    },
    errors: () => written,
    exited,
    async quit() {
      await browser?.close().catch(() => undefined)
      if (child.connected) child.send({ kind: 'quit' })
    },
  }
}
