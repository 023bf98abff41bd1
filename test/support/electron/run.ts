/** `node run.ts ROOT [arguments]` is `electron ROOT [arguments]`: runs the built main process with the stand-in. */
import { registerHooks } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { app } from './app.ts'

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron'
      ? { url: new URL('./index.ts', import.meta.url).href, shortCircuit: true }
      : next(specifier, context),
})

const [executable = '', , root = '', ...rest] = process.argv
// As Electron has it: no script of ours among the arguments.
process.argv = [executable, root, ...rest]
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit())
process.on('message', (message) => {
  // The hand that a test has on the window's frame.
  if (message === 'close-window') for (const window of [...app.windows]) window.close()
})

// Beside the archive, as in an installed program.
Object.defineProperty(process, 'resourcesPath', { value: join(root, 'resources') })
await import(pathToFileURL(app.load(root)).href)
await app.becomeReady()
