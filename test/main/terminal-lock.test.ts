/** The lock of the built terminal: keys, zoom, focus, what a page may ask of the machine, and the way out. */
import type { Page } from 'playwright-core'
import { describe, expect, it, vi } from 'vitest'
import { demoStaff } from '../../src/core/settings/demo-office.ts'
import { signIn } from '../parity/parity-office.ts'
import { clientThrough } from '../parity/terminal-office.ts'
import type { Terminal } from '../support/electron/launch.ts'
import { temporaryFolder } from '../support/office.ts'
import { launch, shown } from '../support/terminal.ts'
import { atDesk, type Combination, everywhere, notAtKiosk, notWhereHeld, nowhere } from './key-matrix.ts'

/** What the page heard of these presses: the whole way, main process first. */
async function heard(terminal: Terminal, page: Page, combinations: readonly Combination[]): Promise<string[]> {
  await page.evaluate(() => {
    const before = (window as unknown as { heardKeys?: string[] }).heardKeys
    if (before !== undefined) return void before.splice(0)
    const keys: string[] = []
    Object.assign(window, { heardKeys: keys })
    const note = (event: KeyboardEvent) => {
      keys.push(event.key)
      // What the screens would do with it is not what is asked here.
      event.stopImmediatePropagation()
      event.preventDefault()
    }
    for (const type of ['keydown', 'keyup'] as const) window.addEventListener(type, note, true)
  })
  await terminal.main(({ BrowserWindow }, presses) => {
    for (const { keyCode, held } of presses)
      for (const type of ['keyDown', 'keyUp'] as const)
        BrowserWindow.getAllWindows()[0]?.webContents.sendInputEvent({ type, keyCode, modifiers: [...held] })
  }, combinations)
  await page.waitForTimeout(200)
  return page.evaluate(() => (window as unknown as { heardKeys: string[] }).heardKeys)
}

const passwordOf = (role: string): string => demoStaff.find((each) => each.role === role)?.password ?? ''

describe('the kiosk, locked', () => {
  it('hears no key but those that write and move, stays whole and in front, and has no menu', async () => {
    const terminal = launch({ args: ['--kiosk', '--display', '2'] })
    const page = await shown(terminal, 'kiosk')
    const forbidden = [...nowhere, ...notWhereHeld, ...notAtKiosk]
    expect(await heard(terminal, page, forbidden)).toEqual([])
    expect((await heard(terminal, page, everywhere)).length).toBeGreaterThanOrEqual(everywhere.length)
    await page.mouse.click(300, 300, { button: 'right' })
    expect(page.url()).toContain('#/kiosk')

    const seen = await terminal.main(async ({ BrowserWindow, Menu, app }) => {
      const [window] = BrowserWindow.getAllWindows()
      if (window === undefined) throw new Error('no window')
      const before = [window.isKiosk(), window.isAlwaysOnTop(), window.isFocused()]
      window.minimize()
      await new Promise((resolve) => setTimeout(resolve, 400))
      return {
        before,
        after: [window.isKiosk(), window.isMinimized(), window.isFocused()],
        zoom: window.webContents.getZoomFactor(),
        menu: process.platform === 'darwin' ? null : Menu.getApplicationMenu(),
        pinch: app.commandLine.hasSwitch('disable-pinch'),
      }
    }, null)
    expect(seen).toEqual({ before: [true, true, true], after: [true, false, true], zoom: 1, menu: null, pinch: true })
  })

  it('is left through its staff door, and closed by a supervisor with the password alone', async () => {
    const terminal = launch({ args: ['--kiosk', '--demo'] })
    const page = await shown(terminal, 'kiosk')
    const client = await clientThrough(page)
    await expect(client.machine.close({ password: passwordOf('supervisor') })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
    await signIn(client, 'clerk')
    expect(await client.machine.about()).toEqual({ locked: true })
    // With someone of the staff there the desk's own keys work, and what closes the window still does not.
    expect((await heard(terminal, page, atDesk)).length).toBeGreaterThanOrEqual(atDesk.length)
    expect(await heard(terminal, page, [...nowhere, ...notWhereHeld])).toEqual([])
    await expect(client.machine.close({ password: passwordOf('clerk') })).rejects.toMatchObject({ code: 'FORBIDDEN' })

    await signIn(client, 'supervisor')
    expect(await client.machine.close({ password: 'a guess' })).toMatchObject({ outcome: 'wrong', triesLeft: 4 })
    expect(terminal.isRunning()).toBe(true)
    expect(await client.machine.close({ password: passwordOf('supervisor') })).toEqual({ outcome: 'done' })
    expect(await terminal.exited).toBe(0)
  })

  it('is a kiosk also where an administrator made this terminal one, or its own file says so', async () => {
    const folder = temporaryFolder()
    const first = launch({ folder, args: ['--demo'] })
    const client = await clientThrough(await shown(first))
    await signIn(client, 'administrator')
    const here = (await client.terminals.list()).terminals.find((each) => each.here)
    await client.terminals.change({ terminalId: here?.terminalId ?? '', name: 'By the door', face: 'kiosk' })
    await first.stop()
    const second = launch({ folder })
    await shown(second, 'kiosk')
    expect(await second.main(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isKiosk(), null)).toBe(true)
  })
})

describe('a page of the terminal', () => {
  it('is refused every permission, device and picture of the screen, though Electron would grant them', async () => {
    const page = await shown(launch())
    const states = await page.evaluate(async () => {
      const names = ['geolocation', 'notifications', 'camera', 'microphone', 'midi', 'clipboard-read'] as const
      const asked = names.map(async (name) => {
        const { state } = await navigator.permissions.query({ name: name as PermissionName })
        return `${name} ${state === 'granted' ? 'granted' : 'refused'}`
      })
      const media = navigator.mediaDevices.getUserMedia({ audio: true }).then(
        () => 'microphone opened',
        () => 'no microphone',
      )
      const display = navigator.mediaDevices.getDisplayMedia({ video: true }).then(
        () => 'screen taken',
        () => 'no screen',
      )
      return [...(await Promise.all(asked)), await media, await display]
    })
    expect(states.filter((state) => /granted|opened|taken/.test(state))).toEqual([])
  })

  it('runs isolated and sandboxed, with no way to open a frame, a worker of Node or a window of its own', async () => {
    const terminal = launch()
    const page = await shown(terminal)
    const blocked = await page.evaluate(async () => {
      const frame = document.createElement('iframe')
      frame.src = 'https://example.com/'
      document.body.append(frame)
      const webview = document.createElement('webview')
      document.body.append(webview)
      await new Promise((resolve) => setTimeout(resolve, 300))
      let shown = 'blocked'
      try {
        shown = frame.contentWindow?.location.href === 'about:blank' ? 'blocked' : 'open'
      } catch {
        // Chromium's own page of refusal has an origin of its own.
      }
      return [shown, webview instanceof HTMLUnknownElement || webview.constructor === HTMLElement]
    })
    expect(blocked).toEqual(['blocked', true])
    await page.evaluate(() => location.assign('file:///etc/passwd')).catch(() => undefined)
    await vi.waitFor(() => expect(page.url()).not.toContain('file:'))
  })
})
