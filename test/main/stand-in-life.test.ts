/** What a day brings that no test can bring about in Electron itself: a page that keeps dying, sleep, displays that come and go. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { openVisit, sendCode, signIn } from '../parity/parity-office.ts'
import { clientThrough } from '../parity/terminal-office.ts'
import { temporaryFolder } from '../support/office.ts'
import { displays, windows } from '../support/stand-in-machine.ts'
import { launch, shown } from '../support/terminal.ts'

const soon = { timeout: 15_000, interval: 100 }

describe('the terminal, kept alive', () => {
  it('says in three languages, without the screens, that they keep failing', async () => {
    const terminal = launch()
    await shown(terminal)
    await terminal.main(({ BrowserWindow }) => {
      const events = BrowserWindow.getAllWindows()[0]?.webContents as unknown as NodeJS.EventEmitter
      for (let time = 0; time < 7; time += 1) events.emit('render-process-gone', {}, { reason: 'oom', exitCode: 1 })
    }, null)
    await vi.waitFor(async () => {
      const page = await terminal.page()
      const words = (await page.getByRole('alert').textContent({ timeout: 1_000 })) ?? ''
      for (const word of ['Please wait', 'لطفاً', 'कृपया']) expect(words).toContain(word)
      expect(await page.locator('script').count()).toBe(0)
    }, soon)
  })

  it('signs staff out and clears the screen before the machine sleeps, and keeps the display awake in a visit', async () => {
    const folder = temporaryFolder()
    const terminal = launch({ folder, args: ['--demo'] })
    const page = await shown(terminal)
    const client = await clientThrough(page)
    await signIn(client, 'clerk')
    // The first blocker of this program has the number that `start` gives next, less one.
    const isAwake = (): Promise<boolean> =>
      terminal.main(({ powerSaveBlocker }) => [0, 1, 2, 3].some((id) => powerSaveBlocker.isStarted(id)), null)
    expect(await isAwake()).toBe(false)
    await openVisit(client)
    await vi.waitFor(async () => expect(await isAwake()).toBe(true), soon)
    await page.reload()
    await page.locator('#desk-search').waitFor()

    const fire = (event: 'suspend' | 'resume'): Promise<boolean> =>
      terminal.main(({ powerMonitor }, name) => (powerMonitor as unknown as NodeJS.EventEmitter).emit(name), event)
    await fire('suspend')
    await fire('resume')
    await page.getByLabel('Name').waitFor({ timeout: 10_000 })
    expect(await page.locator('#desk-search').count()).toBe(0)
    const log = readFileSync(join(folder, 'logs', 'counterfoil.log'), 'utf8')
    expect(log).toContain('the machine goes to sleep')
    expect(log).toContain('the machine woke up')
    expect(await terminal.stop()).toBe(0)
  })
})

describe('the customer’s screen', () => {
  it('stands on the second display, follows the clerk’s work, and forgets it with the visit', {
    timeout: 90_000,
  }, async () => {
    const terminal = launch({ args: ['--demo'] })
    const desk = await shown(terminal)
    expect(await windows(terminal)).toBe(1)
    await displays(terminal, 2)
    const screen = await shown(terminal, 'customer')
    const heading = (name: string) => screen.getByRole('heading', { level: 1, name }).waitFor({ timeout: 10_000 })
    await heading('Welcome')
    expect(await terminal.main(({ BrowserWindow }) => BrowserWindow.getAllWindows()[1]?.isFocusable(), null)).toBe(
      false,
    )
    // What it may ask is what anybody may, whoever is signed in at the desk.
    const there = await clientThrough(screen)
    const client = await clientThrough(desk)
    await signIn(client, 'clerk')
    expect((await there.session.current()).staff).toBeNull()
    await expect(there.customers.search({ query: 'GV' })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await screen.reload()
    await heading('Welcome')

    const { customer, challenge, code } = await sendCode(client)
    await client.customerDisplay.show({ shows: 'code', challengeId: challenge.challengeId })
    await heading('We sent you a code')
    await screen.getByText(challenge.reference, { exact: true }).waitFor()
    const verified = await client.verification.verify({ challengeId: challenge.challengeId, code })
    if (verified.outcome !== 'verified') throw new Error(verified.outcome)

    // From here on the clerk's own screen says where the work stands.
    await desk.reload()
    await desk.getByRole('button', { name: 'Continue' }).click()
    await heading('To pay now')
    const seen = await screen.evaluate(() => document.documentElement.outerHTML + JSON.stringify({ ...localStorage }))
    for (const theirs of [customer.name, customer.accountNo, customer.email.value, code])
      expect(seen).not.toContain(theirs)
    await desk.getByRole('button', { name: 'Finish the visit' }).click()
    await heading('Welcome')

    await displays(terminal, 1)
    await vi.waitFor(async () => expect(await windows(terminal)).toBe(1), soon)
    await displays(terminal, 2)
    // The page that closed may be in the browser's list for a moment still.
    await vi.waitFor(() => shown(terminal, 'customer'), soon)
    terminal.closeWindow()
    expect(await terminal.exited).toBe(0)
  })

  it('is not there where it was turned off, nor beside a kiosk', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'terminal.json'), JSON.stringify({ customerDisplay: 'off' }))
    const desk = launch({ folder })
    await shown(desk)
    await displays(desk, 2)
    expect(await windows(desk)).toBe(1)
    await desk.stop()
    const kiosk = launch({ args: ['--kiosk'] })
    await shown(kiosk, 'kiosk')
    await displays(kiosk, 2)
    expect(await windows(kiosk)).toBe(1)
  })
})
