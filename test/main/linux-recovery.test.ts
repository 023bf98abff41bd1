/** The terminal over a disk without room and over a file that it may not write to: real ones, as Linux has them. */
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { databaseFileName } from '../../src/storage/database-file.ts'
import type { LaunchOptions, Terminal } from '../support/electron/launch.ts'
import { temporaryFolder, testOffice } from '../support/office.ts'
import { look } from '../support/screens-look.ts'
import { launch } from '../support/terminal.ts'
import {
  chromiumWithRoom,
  heedingModes,
  makeReadOnly,
  makeRoom,
  makeWritable,
  withoutRoom,
} from '../support/trouble.ts'

const limit = { timeout: 90_000 }

/** An office with one customer, and somebody who may sign in. */
async function officeOnDisk(): Promise<string> {
  const office = testOffice({ folder: temporaryFolder() })
  office.addCustomer({ accountNo: 'A-1' })
  await office.addStaff({ name: 'Meera Pillai', role: 'administrator', pin: '4702' })
  await office.close()
  return office.folder
}

const customersIn = (folder: string): boolean => testOffice({ folder }).app.customerStore.byAccount('A-1') !== undefined

async function closed(options: LaunchOptions, words: string): Promise<{ terminal: Terminal; page: Page }> {
  const terminal = launch(options)
  const page = await terminal.page()
  await page.getByText(words).waitFor({ timeout: 15_000 })
  return { terminal, page }
}

/** Pressed while nothing has changed it is the same again, with a new page; pressed afterwards, the office is there. */
async function tryAgain(page: Page): Promise<void> {
  await page.evaluate(() => document.body.setAttribute('data-before', ''))
  await page.getByRole('button', { name: 'Try to open it again' }).click()
  await page.locator('body:not([data-before])').waitFor({ timeout: 15_000 })
}

async function opensAfter(mend: () => void, page: Page): Promise<void> {
  mend()
  await tryAgain(page)
  await page.getByLabel('Name').waitFor({ timeout: 15_000 })
}

describe('the terminal over an office that it cannot open', () => {
  it('for a disk without room says so in its window, and opens it once there is some', limit, async () => {
    const folder = await officeOnDisk()
    const words = 'The disk is full. Nothing was lost.'
    const without = { through: withoutRoom, env: { CHROME_PATH: chromiumWithRoom() } }
    const { terminal, page } = await closed({ folder, ...without }, words)
    await look(page, 'terminal-full')
    await tryAgain(page)
    await page.getByText(words).waitFor({ timeout: 15_000 })
    const pid = await terminal.main(() => process.pid, null)
    await opensAfter(() => makeRoom(pid), page)
    expect(await terminal.stop()).toBe(0)
    expect(customersIn(folder)).toBe(true)
  })

  it('for data that may only be read says so in its window, and opens it once it may write', limit, async () => {
    const folder = await officeOnDisk()
    const file = join(folder, databaseFileName)
    makeReadOnly(file)
    const words = 'The data cannot be written to. Nothing was lost.'
    const { terminal, page } = await closed({ folder, through: heedingModes }, words)
    await look(page, 'terminal-read-only')
    await opensAfter(() => makeWritable(file), page)
    expect(await terminal.stop()).toBe(0)
    expect(customersIn(folder)).toBe(true)
  })

  it('keeps a kiosk locked meanwhile, which tells customers only that it is closed', limit, async () => {
    const folder = await officeOnDisk()
    const file = join(folder, databaseFileName)
    makeReadOnly(file)
    const words = 'This counter is closed for the moment'
    const { terminal, page } = await closed({ folder, args: ['--kiosk'], through: heedingModes }, words)
    expect(await terminal.main(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isKiosk(), null)).toBe(true)
    expect(await page.getByText('cannot be written to').count()).toBe(0)
    makeWritable(file)
    await page.getByRole('button', { name: 'Staff' }).click()
    await tryAgain(page)
    await page.getByText(words).waitFor({ state: 'detached', timeout: 15_000 })
    expect(page.url()).toContain('#/kiosk')
    await page.getByRole('button', { name: 'Touch to begin' }).waitFor({ timeout: 15_000 })
    expect(await terminal.stop()).toBe(0)
    expect(customersIn(folder)).toBe(true)
  })
})
