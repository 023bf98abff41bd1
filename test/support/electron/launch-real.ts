/** The same in Electron's own runtime, through Playwright's launcher. Runs only where `npm run test:electron` found that runtime. */
import { _electron } from 'playwright-core'
import type { Launched, LaunchOptions } from './launch.ts'

/** A start that ends at once, as a second instance does, is a failed launch to Playwright, which names the exit code. */
function codeIn(error: unknown): number | null {
  const named = /exitCode=(\d+)/.exec(error instanceof Error ? error.message : '')?.[1]
  return named === undefined ? null : Number(named)
}

/** CI machines have no keyring and often no sandbox helper; the product itself never asks for this. */
const forTests = process.platform === 'linux' ? ['--no-sandbox', '--password-store=basic'] : []

export function launchReal(root: string, executablePath: string, options: LaunchOptions): Launched {
  const { folder, args = [], env = {} } = options
  const launching = _electron.launch({
    executablePath,
    args: [...forTests, root, '--data', folder, ...args],
    cwd: root,
    env: Object.fromEntries(
      Object.entries({ ...process.env, ...env }).filter((entry): entry is [string, string] => entry[1] !== undefined),
    ),
  })
  let written = ''
  const exited = launching.then(
    (app) => {
      const child = app.process()
      child.stderr?.setEncoding('utf8').on('data', (text: string) => {
        written += text
      })
      if (child.exitCode !== null) return child.exitCode
      return new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
    },
    (error: unknown) => codeIn(error),
  )
  return {
    pages: async () => (await launching).windows(),
    evaluate: async (work, arg) => (await launching).evaluate(work, arg),
    errors: () => written,
    exited,
    async kill() {
      const child = (await launching).process()
      child.kill('SIGTERM')
    },
  }
}
