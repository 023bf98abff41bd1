/** The built terminal through a day: its page hangs, and staff close it. What a test must make happen is in `stand-in-life.test.ts`. */
import { describe, expect, it, vi } from 'vitest'
import { demoStaff } from '../../src/core/settings/demo-office.ts'
import { look } from '../support/screens-look.ts'
import { launch, shown } from '../support/terminal.ts'

const soon = { timeout: 15_000, interval: 100 }

describe('the terminal, kept alive', () => {
  it('comes back from a page that hangs, once Electron ends it', async () => {
    const terminal = launch()
    const page = await shown(terminal)
    page
      .evaluate(() => {
        for (;;);
      })
      .catch(() => undefined)
    await terminal.main(
      ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
      null,
    )
    await vi.waitFor(() => expect(terminal.errors()).toContain('the page is loaded anew'), soon)
    await vi.waitFor(async () => expect(await terminal.words()).toContain('Welcome to Counterfoil'), soon)
  })
})

describe('staff at a kiosk’s window', () => {
  it('close it from their menu, with their password again', { timeout: 60_000 }, async () => {
    const terminal = launch({ args: ['--kiosk', '--demo'] })
    const page = await shown(terminal, 'kiosk')
    const { name = '', password = '' } = demoStaff.find((each) => each.role === 'supervisor') ?? {}
    await page.getByRole('button', { name: 'Staff' }).click()
    await page.getByLabel('Name').fill(name)
    await page.getByLabel('Password', { exact: true }).fill(password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('button', { name }).click()
    await page.getByRole('menuitem', { name: 'Close Counterfoil' }).click()
    const dialog = page.getByRole('dialog', { name: 'Close Counterfoil here' })
    await dialog.getByLabel('Password', { exact: true }).fill('a guess')
    await dialog.getByRole('button', { name: 'Close it' }).click()
    await dialog.getByText('4').first().waitFor()
    await look(page, 'desk-close')
    await dialog.getByLabel('Password', { exact: true }).fill(password)
    await dialog.getByRole('button', { name: 'Close it' }).click()
    expect(await terminal.exited).toBe(0)
  })
})
