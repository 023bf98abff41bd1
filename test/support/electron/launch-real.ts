/** The same in Electron's own runtime, through Playwright's launcher: where `npm run test:electron` found that runtime. */
import { fileURLToPath } from 'node:url'
import { _electron, type ElectronApplication } from 'playwright-core'
import type { Launched, LaunchOptions } from './launch.ts'
import { ownLines } from './own-lines.ts'

const hold = fileURLToPath(new URL('./hold.cjs', import.meta.url))

/** CI machines have no keyring. The sandbox is the product's own and stays: a machine that cannot have it fails. */
const forTests = process.platform === 'linux' ? ['--password-store=basic'] : []

/**
 * A start that ends at once, as a second instance does, is a failed launch to Playwright, whose error holds the log: what
 * was said, line by line, and the exit code.
 */
function failedLaunch(error: unknown): { readonly said: string; readonly code: number | null } {
  const log = error instanceof Error ? error.message : ''
  const lines = [...log.matchAll(/\[pid=\d+\]\[err\] (.*)/g)].map(([, line = '']) => `${line}\n`)
  const code = /process did exit: exitCode=(\d+)/.exec(log)?.[1]
  return { said: lines.join(''), code: code === undefined ? null : Number(code) }
}

function ended(app: ElectronApplication): Promise<number | null> {
  const child = app.process()
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode)
  return new Promise((resolve) => child.once('exit', (code) => resolve(code)))
}

/** The product goes on past its first lines only once all that it says and opens is heard. */
async function go(app: ElectronApplication): Promise<ElectronApplication> {
  // One that ends meanwhile has nothing more to be heard.
  await app.evaluate(() => Reflect.get(globalThis, 'testIsListening')()).catch(() => undefined)
  return app
}

export function launchReal(root: string, executablePath: string, options: LaunchOptions): Launched {
  const { folder, args = [], env = {} } = options
  let written = ''
  const launching = _electron.launch({
    executablePath,
    chromiumSandbox: true,
    args: [...forTests, '--require', hold, root, '--data', folder, ...args],
    cwd: root,
    env: Object.fromEntries(
      Object.entries({ ...process.env, ...env }).filter((entry): entry is [string, string] => entry[1] !== undefined),
    ),
  })
  const heard = launching.then((app) => {
    app
      .process()
      .stderr?.setEncoding('utf8')
      .on('data', (text: string) => {
        written += text
      })
    return { app, exited: ended(app) }
  })
  const started = heard.then(({ app }) => go(app))
  started.catch(() => undefined)
  const exited = heard.then(
    (app) => app.exited,
    (error: unknown) => {
      const { said, code } = failedLaunch(error)
      written += said
      if (code === null) written += `counterfoil: not launched: ${String(error)}\n`
      return code
    },
  )
  return {
    pages: async () => (await started).windows(),
    evaluate: async (work, arg) => (await started).evaluate(work, arg),
    errors: () => ownLines(written),
    exited,
    async quit() {
      const app = await started
      // Whoever asks hears nothing back from a program that ends.
      app.evaluate(({ app: program }) => program.quit()).catch(() => undefined)
    },
  }
}
