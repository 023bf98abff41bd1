/** `node run.ts ROOT [arguments]` is `electron ROOT [arguments]`: runs the built main process with the stand-in. */
import { createRequire, registerHooks } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { runInThisContext } from 'node:vm'
import { app } from './app.ts'
import * as electron from './index.ts'

/** What a test asks of the main process, as Playwright's launcher of Electron does. */
interface Evaluation {
  readonly kind: 'evaluate'
  readonly id: number
  /** A function's source: it is given the `electron` module and `arg`. */
  readonly source: string
  readonly arg: unknown
}

/** No signal: Windows has none that a program hears. */
interface Quit {
  readonly kind: 'quit'
}

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron'
      ? { url: new URL('./index.ts', import.meta.url).href, shortCircuit: true }
      : next(specifier, context),
})

/** Switches before the application's folder are Electron's and Chromium's; `--require` is the one that is followed here. */
function asElectronReads([executable = '', , ...given]: readonly string[]) {
  const required: string[] = []
  const rest = [...given]
  while (rest[0]?.startsWith('-') === true) if (rest.shift() === '--require') required.push(rest.shift() ?? '')
  const [root = '', ...others] = rest
  return { executable, required, root, rest: others }
}

async function evaluate({ id, source, arg }: Evaluation): Promise<void> {
  try {
    // The test's own function, from the test's own process.
    const run: (module: typeof electron, arg: unknown) => unknown = runInThisContext(`(${source})`)
    process.send?.({ kind: 'evaluated', id, value: await run(electron, arg) })
  } catch (error) {
    process.send?.({ kind: 'evaluated', id, error: error instanceof Error ? (error.stack ?? error.message) : 'failed' })
  }
}

const { executable, required, root, rest } = asElectronReads(process.argv)
// As Electron has it: no script of ours among the arguments.
process.argv = [executable, root, ...rest]
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit())
process.on('message', (message: Evaluation | Quit) => {
  if (message.kind === 'quit') app.quit()
  if (message.kind === 'evaluate') void evaluate(message)
})
// A test that is gone leaves no terminal behind.
process.on('disconnect', () => app.exit(1))

// Beside the archive, as in an installed program.
Object.defineProperty(process, 'resourcesPath', { value: join(root, 'resources') })
const require = createRequire(import.meta.url)
for (const file of required) require(file)
await import(pathToFileURL(app.load(root)).href)
await app.becomeReady()
