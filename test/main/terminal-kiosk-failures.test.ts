/** A kiosk behind which something is wrong: it stays locked, and comes back by itself. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, it, vi } from 'vitest'
import { takeInstanceLock } from '../../src/storage/instance-lock.ts'
import { signIn } from '../parity/parity-office.ts'
import { clientThrough } from '../parity/terminal-office.ts'
import type { Terminal } from '../support/electron/launch.ts'
import { temporaryFolder } from '../support/office.ts'
import { launch, shown } from '../support/terminal.ts'

const soon = { timeout: 30_000, interval: 200 }

/** How the only window stands on the desk, and whether a person can close it. */
async function standing(terminal: Terminal) {
  const seen = await terminal.main(({ BrowserWindow, app }) => {
    const windows = BrowserWindow.getAllWindows()
    windows[0]?.close()
    return {
      windows: windows.length,
      kiosk: windows[0]?.isKiosk(),
      onTop: windows[0]?.isAlwaysOnTop(),
      stays: windows[0]?.isDestroyed() === false,
      focused: windows[0]?.isFocused(),
      keysGuarded: (windows[0]?.webContents.listenerCount('before-input-event') ?? 0) > 0,
      pinch: app.commandLine.hasSwitch('disable-pinch'),
    }
  }, null)
  return seen
}
const locked = { windows: 1, kiosk: true, onTop: true, stays: true, focused: true, keysGuarded: true, pinch: true }

/** An office whose terminal an administrator made a kiosk on screen, and nothing else says so. */
async function kioskByOffice(): Promise<string> {
  const folder = temporaryFolder()
  const desk = launch({ folder, args: ['--demo'] })
  const client = await clientThrough(await shown(desk))
  await signIn(client, 'administrator')
  const here = (await client.terminals.list()).terminals.find((each) => each.here)
  await client.terminals.change({ terminalId: here?.terminalId ?? '', name: 'By the door', face: 'kiosk' })
  expect(await desk.stop()).toBe(0)
  return folder
}

async function wordsOf(page: Page, role: 'alert' | 'heading'): Promise<string> {
  const found = page.getByRole(role).first()
  await found.waitFor({ timeout: 15_000 })
  return (await found.textContent()) ?? ''
}

describe('a kiosk that cannot open its office', () => {
  it('stays locked, says so, and opens it by itself once it can', { timeout: 90_000 }, async () => {
    const folder = temporaryFolder()
    const lock = takeInstanceLock(folder)
    if (!lock.ok) throw new Error(lock.failure.message)
    const terminal = launch({ folder, args: ['--kiosk'] })
    const words = await wordsOf(await terminal.page(), 'alert')
    for (const word of ['Please wait', 'لطفاً', 'कृपया', 'already running']) expect(words).toContain(word)
    await vi.waitFor(async () => expect(await standing(terminal)).toEqual(locked), soon)
    expect(terminal.isRunning()).toBe(true)
    lock.value.release()
    await vi.waitFor(async () => (await shown(terminal, 'kiosk')).url(), soon)
    await vi.waitFor(async () => expect(await standing(terminal)).toEqual(locked), soon)
    expect(await terminal.stop()).toBe(0)
  })

  it('is left through a shell meanwhile', { timeout: 60_000 }, async () => {
    const folder = temporaryFolder()
    const lock = takeInstanceLock(folder)
    const terminal = launch({ folder, args: ['--kiosk'] })
    await wordsOf(await terminal.page(), 'alert')
    expect(await launch({ folder, args: ['--quit'] }).exited).toBe(0)
    expect(await terminal.exited).toBe(0)
    if (lock.ok) lock.value.release()
  })
})

describe('a kiosk by the office’s word', () => {
  it('is locked from its start on, also where the office is damaged; once a desk again it is one', {
    timeout: 120_000,
  }, async () => {
    const folder = await kioskByOffice()
    const file = join(folder, 'counterfoil.db')
    const whole = readFileSync(file)
    const broken = Buffer.from(whole)
    broken.fill(0xa5, 4096, 4096 * 8)
    writeFileSync(file, broken)
    rmSync(`${file}-wal`, { force: true })
    const damaged = launch({ folder })
    expect(await wordsOf(await damaged.page(), 'heading')).toBe('This counter is closed for the moment')
    await vi.waitFor(async () => expect(await standing(damaged)).toEqual(locked), soon)
    expect(await damaged.stop()).toBe(0)

    writeFileSync(file, whole)
    const healthy = launch({ folder })
    const client = await clientThrough(await shown(healthy, 'kiosk'))
    await vi.waitFor(async () => expect(await standing(healthy)).toEqual(locked), soon)
    await signIn(client, 'administrator')
    const here = (await client.terminals.list()).terminals.find((each) => each.here)
    await client.terminals.change({ terminalId: here?.terminalId ?? '', name: 'By the door', face: 'desk' })
    expect(await healthy.stop()).toBe(0)
    const desk = launch({ folder })
    await shown(desk)
    expect(await desk.main(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isKiosk(), null)).toBe(false)
  })
})

describe('a terminal whose own file is broken', () => {
  it.each([
    ['cut off in the middle', '{"kiosk": tr'],
    ['wrong in another place', '{"kiosk": true, "display": 0}'],
  ])('starts locked where it is %s', async (_how, text) => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'terminal.json'), text)
    const terminal = launch({ folder })
    await shown(terminal)
    await vi.waitFor(async () => expect(await standing(terminal)).toEqual(locked), soon)
    expect(terminal.errors()).toMatch(/^counterfoil: terminal\.json /)
  })
})
