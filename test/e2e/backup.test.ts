import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, it, onTestFinished } from 'vitest'
import { passphrase } from '../support/backup-key.ts'
import { temporaryFolder, testOffice } from '../support/office.ts'
import { type ProcessHost, serveProcess } from '../support/process-host.ts'
import { openScreen, sharedBrowser } from '../support/screens.ts'
import { button, goTo, signIn } from '../support/screens-desk.ts'
import { look } from '../support/screens-look.ts'

const browser = sharedBrowser()
/** A connection is lost while the office starts anew, and a closed office says so. */
const mayComplainOf = /ERR_CONNECTION|ERR_EMPTY_RESPONSE|Failed to fetch|50[03]|40[134]/

/** An office with an administrator and one receipt given out, closed. `megabytes`: so much more is in its database. */
async function officeOnDisk({ megabytes = 0 } = {}) {
  const folder = temporaryFolder()
  const office = testOffice({ folder })
  await office.addStaff({ name: 'Meera Pillai', role: 'administrator', pin: '4702' })
  office.addCustomer({ accountNo: 'C-1', name: 'Asha Rao' })
  const { terminal } = office.app.terminals.enrol()
  const receipt = (app: typeof office.app) =>
    app.officeData.transact(() => app.terminals.takeReceiptNumber(terminal.terminalId)).number
  const first = receipt(office.app)
  office.app.officeData.db.exec('CREATE TABLE ballast (bytes BLOB)')
  const weigh = office.app.officeData.db.prepare('INSERT INTO ballast VALUES (randomblob(1000000))')
  for (let nth = 0; nth < megabytes; nth += 1) weigh.run()
  await office.close()
  return { folder, first, receipt, parent: temporaryFolder() }
}

async function serving(folder: string): Promise<ProcessHost> {
  const host = await serveProcess(folder)
  onTestFinished(() => host.kill())
  return host
}

const atDesk = (host: ProcessHost): Promise<Page> => openScreen(browser(), { at: host.address, mayComplainOf })

async function openBackups(page: Page): Promise<void> {
  await signIn(page, 'Meera Pillai', '4702')
  await goTo(page, 'Settings')
  await page.getByText('Backup', { exact: true }).click()
  await page.getByRole('heading', { name: 'When and where' }).waitFor()
}

/** Passphrase, folder, schedule, and one backup. */
async function setUp(page: Page, folder: string): Promise<string> {
  await button(page, 'Choose a passphrase').click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Passphrase', { exact: true }).fill(passphrase)
  await dialog.getByLabel('The same once more').fill(passphrase)
  await button(dialog, 'Use this passphrase').click()
  const shown = dialog.locator('output')
  await shown.waitFor()
  const recoveryKey = (await shown.textContent()) ?? ''
  await button(dialog, 'I have it on paper').click()
  await page.getByLabel('Folder for the backups').fill(folder)
  await page.getByText('Once a day', { exact: true }).click()
  await button(page, 'Save').click()
  await page.getByText('Saved', { exact: true }).waitFor()
  await button(page, 'Back up now').click()
  await page.getByText('Read back and whole').waitFor()
  return recoveryKey
}

/** From the row to the moment at which the office starts anew. */
async function restore(page: Page, secret: string, picture = ''): Promise<void> {
  await button(page, /^Restore the backup of/)
    .first()
    .click()
  const dialog = page.getByRole('dialog')
  const field = dialog.getByLabel('Passphrase or recovery key of this backup')
  await field.fill('not the right words')
  await button(dialog, 'Open it').click()
  await dialog.getByText('This passphrase does not open the backup.').waitFor()
  await field.fill(secret)
  await button(dialog, 'Open it').click()
  await dialog.getByRole('cell', { name: '1', exact: true }).first().waitFor()
  expect(await button(dialog, 'Restore now').isDisabled()).toBe(true)
  if (picture !== '') await look(page, picture)
  await dialog.getByLabel('Type “restore” to go on').fill('Restore')
  await button(dialog, 'Restore now').click()
}

describe('backups on screen', () => {
  it('are set up, made, looked into and restored; everyone is signed out, and no receipt number comes twice', {
    timeout: 120_000,
  }, async () => {
    const { folder, parent, first, receipt } = await officeOnDisk()
    const host = await serving(folder)
    const page = await atDesk(host)
    await openBackups(page)
    const target = join(parent, 'drive')
    await setUp(page, target)
    await page.getByText('1 customer · 0 bills · 0 payments').waitFor()
    await look(page, 'desk-backup')
    await restore(page, passphrase, 'desk-backup-restore')
    // The office starts anew in place, at the same address, and the page comes back by itself.
    await page.getByLabel('Name').waitFor({ timeout: 20_000 })
    await openBackups(page)
    await page.getByText('Read back and whole').waitFor()
    await host.kill()
    expect(readdirSync(folder).some((name) => name.includes('before-restore'))).toBe(true)
    expect([first, receipt(testOffice({ folder, seed: 9 }).app)]).toEqual(['T1-000001', 'T1.2-000001'])
  })

  it('tell how far a restore is, which can be stopped with nothing changed', { timeout: 120_000 }, async () => {
    const { folder, parent } = await officeOnDisk({ megabytes: 120 })
    const page = await atDesk(await serving(folder))
    await openBackups(page)
    await setUp(page, join(parent, 'drive'))
    await restore(page, passphrase)
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('progressbar').waitFor()
    await button(dialog, 'Stop').click()
    await dialog.getByText('Stopped. Nothing was changed.').waitFor({ timeout: 20_000 })
    await look(page, 'desk-backup-restore-stopped')
    await button(dialog, 'Cancel').click()
    // The office is open as before.
    await button(page, 'Back up now').click()
    await page.getByText('Working on it').waitFor()
    expect(readdirSync(folder).filter((name) => name.includes('restor'))).toEqual([])
  })

  it('say that the drive is gone, and go on by themselves when it is back', { timeout: 90_000 }, async () => {
    const { folder, parent } = await officeOnDisk()
    const host = await serving(folder)
    const page = await atDesk(host)
    await openBackups(page)
    const target = join(parent, 'drive')
    await setUp(page, target)
    const { rename, rm } = await import('node:fs/promises')
    await rename(target, `${target}-elsewhere`)
    // An empty mount point is not the drive.
    mkdirSync(target)
    await button(page, 'Back up now').click()
    await page.getByText('The folder is not there, or another drive is in its place.').first().waitFor()
    expect(readdirSync(target)).toEqual([])
    // Wherever the administrator is, the banner leads to the backups.
    await page.reload()
    await button(page.getByRole('status', { name: 'Backup' }), 'Look').click()
    await page.getByRole('heading', { name: 'When and where' }).waitFor()
    await page.getByText('Office', { exact: true }).click()
    await button(page.getByRole('status', { name: 'Backup' }), 'Look').click()
    await page.getByRole('heading', { name: 'When and where' }).waitFor()
    await rm(target, { recursive: true })
    await rename(`${target}-elsewhere`, target)
    await button(page, 'Back up now').click()
    await expect.poll(() => page.getByText(/^No backup could be made since/).count(), { timeout: 10_000 }).toBe(0)
    // One of a day is kept, and it is the newer one.
    expect(readdirSync(target).filter((name) => name.endsWith('.cfbackup'))).toHaveLength(1)
  })
})

describe('an office whose data file is damaged', () => {
  it('says so on screen, restores the newest good backup with its recovery key, and keeps the broken file', {
    timeout: 120_000,
  }, async () => {
    const { folder, parent, first, receipt } = await officeOnDisk()
    const host = await serving(folder)
    const page = await atDesk(host)
    await openBackups(page)
    const recoveryKey = await setUp(page, join(parent, 'drive'))
    await page.context().close()
    const ended = new Promise((resolve) => host.child.once('exit', resolve))
    // A clean end, so that the pages are in the file and not in its log.
    host.child.kill('SIGTERM')
    await ended
    const file = join(folder, 'counterfoil.db')
    const broken = readFileSync(file)
    broken.fill(0xa5, 4096 * 2, 4096 * 6)
    writeFileSync(file, broken)

    const closed = await serving(folder)
    expect(closed.said()).toContain('is damaged')
    await expect.poll(() => closed.said()).toContain('The office is in recovery')
    const screen = await atDesk(closed)
    await screen.getByRole('heading', { name: 'The office’s data cannot be opened'.replace('’', "'") }).waitFor()
    await look(screen, 'recovery-damaged')
    const kiosk = await openScreen(browser(), { at: closed.address, face: 'kiosk', mayComplainOf })
    await kiosk.getByRole('heading', { name: 'This counter is closed for the moment' }).waitFor()
    await look(kiosk, 'recovery-kiosk')
    await restore(screen, recoveryKey)
    await screen.getByLabel('Name').waitFor({ timeout: 20_000 })
    await signIn(screen, 'Meera Pillai', '4702')
    await screen.context().close()
    await closed.kill()
    const kept = readdirSync(folder).find((name) => /before-restore-[\d-]+$/.test(name)) ?? ''
    expect(
      readFileSync(join(folder, kept))
        .subarray(4096 * 2, 4096 * 6)
        .every((byte) => byte === 0xa5),
    ).toBe(true)
    expect([first, receipt(testOffice({ folder, seed: 9 }).app)]).toEqual(['T1-000001', 'T1.2-000001'])
  })

  it('is never emptied: a file that is gone or empty is said, and another folder can be looked in', async () => {
    const { folder } = await officeOnDisk()
    writeFileSync(join(folder, 'counterfoil.db'), '')
    for (const suffix of ['-wal', '-shm']) expect(existsSync(join(folder, `counterfoil.db${suffix}`))).toBe(false)
    const host = await serving(folder)
    const page = await atDesk(host)
    await page.getByText('The data file is gone, or empty. There was an office on this computer.').waitFor()
    await page.getByLabel('Look in another folder').fill(temporaryFolder())
    await button(page, 'Look there').click()
    await page.getByText(/^There is no encrypted backup in/).waitFor()
    await button(page, 'Try to open it again').click()
    await page.getByText('The data file is gone, or empty. There was an office on this computer.').waitFor()
    expect(readFileSync(join(folder, 'counterfoil.db')).length).toBe(0)
  })
})
