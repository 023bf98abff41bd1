/** `start`: the desktop terminal where Electron and a display are there; else the Node host with a browser window as its screen. */
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { installedChromium } from '../gateways/chromium.ts'
import type { Command, CommandContext, ExitCode } from './command.ts'
import { electronRuntime } from './electron-runtime.ts'
import { announceReady, type Ready, readServeOptions, type ServeOptions, serve } from './serve.ts'

function displayThere(env: CommandContext['env']): boolean {
  return process.platform !== 'linux' || Boolean(env.DISPLAY) || Boolean(env.WAYLAND_DISPLAY)
}

function runElectron(
  file: string,
  options: ServeOptions,
  dataFolder: string,
  context: CommandContext,
): Promise<ExitCode> {
  return new Promise((resolve) => {
    const demo = options.demo ? ['--demo'] : []
    const child = spawn(file, [context.root, '--data', dataFolder, ...demo], { stdio: 'inherit' })
    child.once('error', () => resolve(1))
    child.once('exit', (code) => resolve(code === 0 ? 0 : 1))
  })
}

/** Opens the address in a browser's app mode, with a profile of its own; silent where no browser or display is there. */
function openScreen({ address }: Ready, context: CommandContext): void {
  const browser = displayThere(context.env) ? installedChromium(context.env) : null
  if (browser === null) return
  const profile = mkdtempSync(join(tmpdir(), 'counterfoil-screen-'))
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const child = spawn(browser, [`--app=${address}`, `--user-data-dir=${profile}`, '--no-first-run', ...asRoot], {
    stdio: 'ignore',
    detached: true,
  })
  child.once('error', () => context.fail('The browser could not be opened; open the address yourself.'))
  child.unref()
}

export const startCommand: Command = {
  async run(args, dataFolder, context) {
    const options = readServeOptions(args)
    const built = existsSync(join(context.root, 'out/main/index.js'))
    const runtime =
      displayThere(context.env) && built ? await electronRuntime(context) : { file: null, why: 'there is no display' }
    if (runtime.file !== null) {
      const idle = args.filter((arg) => arg.startsWith('--') && arg !== '--demo').map((arg) => arg.split('=', 1)[0])
      if (idle.length > 0) context.out(`The desktop terminal opens no port: ${idle.join(', ')} is for "serve".`)
      return runElectron(runtime.file, options, dataFolder, context)
    }
    context.out(`The desktop terminal cannot run here (${runtime.why}); starting the Node host instead.`)
    return serve(options, dataFolder, context, (ready) => {
      announceReady(ready, context)
      openScreen(ready, context)
    })
  },
}
