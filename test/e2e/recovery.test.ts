import { chmodSync, chownSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { diskFolder } from '../support/folders.ts'
import { testOffice } from '../support/office.ts'
import { type ServeAs, serveProcess } from '../support/process-host.ts'
import { openScreen, sharedBrowser } from '../support/screens.ts'
import { look } from '../support/screens-look.ts'

const browser = sharedBrowser()
const limit = { timeout: 90_000 }
/** Root may write anything: another user runs the office. */
const stranger = 65_534
const isRoot = process.getuid?.() === 0

const give = (file: string): void => {
  if (isRoot) chownSync(file, stranger, stranger)
}

async function officeOnDisk(): Promise<string> {
  const office = testOffice({ folder: diskFolder() })
  office.addCustomer({ accountNo: 'A-1' })
  await office.close()
  for (const name of ['', ...readdirSync(office.folder)]) give(join(office.folder, name))
  return office.folder
}

async function screenOf(folder: string, as: ServeAs) {
  const host = await serveProcess(folder, {}, [], { uid: stranger, ...as })
  onTestFinished(() => host.kill())
  const mayComplainOf = /Failed to load resource|net::ERR|503/
  return { host, page: await openScreen(browser(), { at: host.address, face: 'desk', mayComplainOf }) }
}

const customersIn = (folder: string): boolean => testOffice({ folder }).app.customerStore.byAccount('A-1') !== undefined

describe('an office that cannot be opened', () => {
  it('for a disk without room says so on screen, and has lost nothing', limit, async () => {
    const folder = await officeOnDisk()
    const { host, page } = await screenOf(folder, { blocks: 0 })
    await page.getByText('The disk is full. Nothing was lost.').waitFor()
    await look(page, 'recovery-full')
    await page.getByRole('button', { name: 'Try to open it again' }).click()
    await page.getByText('The disk is full. Nothing was lost.').waitFor()
    await host.kill()
    expect(customersIn(folder)).toBe(true)
  })

  it('for data that may only be read says so on screen, and opens as soon as it may be written to', limit, async () => {
    const folder = await officeOnDisk()
    const file = join(folder, 'counterfoil.db')
    if (isRoot) chownSync(file, 0, 0)
    chmodSync(file, 0o444)
    const { host, page } = await screenOf(folder, {})
    await page.getByText('The data cannot be written to. Nothing was lost.').waitFor()
    await look(page, 'recovery-read-only')
    give(file)
    chmodSync(file, 0o600)
    await page.getByRole('button', { name: 'Try to open it again' }).click()
    // The office is back: somebody may sign in, or set it up.
    await page.getByText('The data cannot be written to.').waitFor({ state: 'detached' })
    await page
      .getByRole('button', { name: /Sign in|Continue|Next|Set up/ })
      .first()
      .waitFor()
    await host.kill()
    expect(customersIn(folder)).toBe(true)
  })
})
