/** What starts Electron for the tests, over Playwright's own launcher. The stand-in is the program that it starts here. */
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Launched } from '../support/electron/launch.ts'
import { launchReal } from '../support/electron/launch-real.ts'
import { ownLines } from '../support/electron/own-lines.ts'
import { temporaryFolder } from '../support/office.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const run = fileURLToPath(new URL('../support/electron/run.ts', import.meta.url))

/** A program that Playwright drives as it drives Electron: over Node's debugging port, and Chromium's. */
function executable(): string {
  const isWindows = process.platform === 'win32'
  const file = join(temporaryFolder(), isWindows ? 'electron.cmd' : 'electron')
  const command = `"${process.execPath}" --inspect=0 "${run}"`
  writeFileSync(file, isWindows ? `@${command} %*\r\n` : `#!/bin/sh\nexec ${command} "$@"\n`)
  chmodSync(file, 0o755)
  return file
}

function start(folder: string, args: readonly string[] = []): Launched {
  const launched = launchReal(root, executable(), { folder, args, env: { STAND_IN_TELLS_DEVTOOLS: '1' } })
  onTestFinished(async () => {
    await launched.quit().catch(() => undefined)
    await launched.exited
  })
  return launched
}

const shown = (launched: Launched): Promise<void> =>
  vi.waitFor(
    async () => {
      const page = (await launched.pages()).find((each) => each.url() !== 'about:blank')
      await page?.getByRole('button').first().waitFor({ timeout: 1_000 })
      if (page === undefined) throw new Error('no window yet')
    },
    { timeout: 20_000 },
  )

describe('a terminal that Playwright started', () => {
  it('is seen and asked, hears nothing of its own of the runtime’s noise, and ends as it is asked to', async () => {
    const launched = start(temporaryFolder())
    await shown(launched)
    const path = await launched.evaluate(({ app }) => app.getAppPath(), null)
    expect(path).toBe(root)
    expect(launched.errors()).toBe('')
    await launched.quit()
    expect(await launched.exited).toBe(0)
  })

  it('is heard from its first line on', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'terminal.json'), '{"display": 0}')
    const launched = start(folder)
    await shown(launched)
    expect(launched.errors()).toBe('counterfoil: terminal.json is not understood at "display", which is left aside.\n')
  })

  it('tells the exit code also of a start that ends at once', async () => {
    const folder = temporaryFolder()
    const first = start(folder)
    await shown(first)
    expect(await start(folder).exited).toBe(0)
    expect(await start(folder, ['--quit']).exited).toBe(0)
    expect(await first.exited).toBe(0)
  })

  it('tells the exit code of one that could not open its office, and why', async () => {
    const file = join(temporaryFolder(), 'no-folder')
    writeFileSync(file, '')
    const launched = start(file)
    await vi.waitFor(() => expect(launched.errors()).toBe(`counterfoil: ${file} is not a folder.\n`), 20_000)
    await launched.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close(), null).catch(() => null)
    expect(await launched.exited).toBe(1)
  })
})

it('of what a runtime writes, Counterfoil’s own lines count', () => {
  const noise = [
    'Debugger listening on ws://127.0.0.1:39447/6b0f',
    'For help, see: https://nodejs.org/en/docs/inspector',
    '',
    'DevTools listening on ws://127.0.0.1:33333/devtools/browser/1',
    '[2411:1121/101010.123456:ERROR:dbus/bus.cc(407)] Failed to connect to the bus',
    'libva error: vaGetDriverNameByIndex() failed',
    '(node:2411) [DEP0180] DeprecationWarning: fs.Stats constructor is deprecated.',
    'Waiting for the debugger to disconnect...',
  ]
  const own = [
    'counterfoil: terminal.json cannot be read',
    '{"level":50,"time":1,"msg":"the page is loaded anew"}',
    '(node:2411) MaxListenersExceededWarning: Possible EventEmitter memory leak detected.',
    'App threw an error during load',
  ]
  const mixed = noise.flatMap((line, at) => [line, ...own.slice(at, at + 1)])
  expect(ownLines(mixed.join('\r\n'))).toBe(own.map((line) => `${line}\n`).join(''))
  expect(ownLines(noise.join('\n'))).toBe('')
})
