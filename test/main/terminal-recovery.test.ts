import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { makeBackup } from '../../src/storage/backup/make-backup.ts'
import { readNotes, writeNotes } from '../../src/storage/backup/notes.ts'
import { signIn } from '../parity/parity-office.ts'
import { clientThrough } from '../parity/terminal-office.ts'
import { passphrase, testBackupKey } from '../support/backup-key.ts'
import { launchTerminal } from '../support/electron/launch.ts'
import { seededChance, temporaryFolder, testOffice } from '../support/office.ts'
import { launch, shown } from '../support/terminal.ts'

describe('the terminal over a damaged office', () => {
  it('shows the way back in its window, restores, and goes on with the office', { timeout: 60_000 }, async () => {
    const office = testOffice()
    await office.addStaff({ name: 'Meera Pillai', role: 'administrator', pin: '4702' })
    const { key } = await testBackupKey()
    const folder = temporaryFolder()
    const order = { dataFolder: office.folder, folder, mark: null, key, madeAtMs: office.time.wallMs() }
    expect((await makeBackup(order, seededChance(3))).ok).toBe(true)
    writeNotes(office.folder, { ...readNotes(office.folder), folder })
    await office.close()
    const file = join(office.folder, 'counterfoil.db')
    const broken = readFileSync(file)
    broken.fill(0xa5, 4096, 4096 * 8)
    writeFileSync(file, broken)

    const terminal = launchTerminal({ folder: office.folder })
    onTestFinished(async () => {
      await terminal.stop()
    })
    const page = await terminal.page()
    await page.getByRole('heading', { name: "The office's data cannot be opened" }).waitFor({ timeout: 10_000 })
    expect(terminal.errors()).toContain('is damaged')
    await page.getByRole('button', { name: /^Restore the backup of/ }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Passphrase or recovery key of this backup').fill(passphrase)
    await dialog.getByRole('button', { name: 'Open it' }).click()
    await dialog.getByLabel('Type “restore” to go on').fill('restore', { timeout: 10_000 })
    await dialog.getByRole('button', { name: 'Restore now' }).click()
    await page.getByLabel('Name').waitFor({ timeout: 20_000 })
    expect(readdirSync(office.folder).some((name) => name.includes('before-restore'))).toBe(true)
    expect(await terminal.stop()).toBe(0)
  })
})

describe('the terminal with a customer’s screen', () => {
  it('goes on in the same windows with the office as it was, after a restore at work', {
    timeout: 60_000,
  }, async () => {
    const folder = temporaryFolder()
    const terminal = launch({ folder, args: ['--demo'] })
    const desk = await shown(terminal)
    await terminal.main(({ screen }) => {
      const [first] = screen.getAllDisplays()
      if (first === undefined) throw new Error('no display')
      const second = { ...first, id: first.id + 1, bounds: { ...first.bounds, x: first.bounds.width } }
      screen.getAllDisplays = () => [first, second]
      ;(screen as unknown as NodeJS.EventEmitter).emit('display-added', {}, second)
    }, null)
    const customers = await shown(terminal, 'customer')
    const client = await clientThrough(desk)
    await signIn(client, 'administrator')
    expect((await client.backups.choosePassphrase({ passphrase })).outcome).toBe('done')
    const plan = { folder: temporaryFolder(), schedule: { kind: 'daily', hour: 3 } } as const
    expect(await client.backups.save(plan)).toEqual({ outcome: 'done' })
    expect(await client.backups.start()).toEqual({ outcome: 'started' })
    const made = await vi.waitFor(async () => {
      const [newest] = (await client.backups.list()) ?? []
      if (newest === undefined || (await client.backups.state()).running !== null) throw new Error('not yet')
      return newest
    }, 20_000)

    for (const page of [desk, customers]) await page.evaluate(() => document.body.setAttribute('data-before', ''))
    const end = await client.backups.restore({ name: made.name, passphrase, confirmed: true })
    expect(end).toEqual({ outcome: 'restarting' })
    for (const page of [desk, customers]) {
      await page.locator('body:not([data-before])').waitFor({ timeout: 20_000 })
    }
    await desk.getByLabel('Name').waitFor({ timeout: 10_000 })
    await customers.getByRole('heading', { level: 1, name: 'Welcome' }).waitFor({ timeout: 10_000 })
    expect(readdirSync(folder).some((name) => name.includes('before-restore'))).toBe(true)
    // What sleep and wake put away is the present office's too.
    await terminal.main(({ powerMonitor }) => (powerMonitor as unknown as NodeJS.EventEmitter).emit('resume'), null)
    await desk.getByLabel('Name').waitFor({ timeout: 10_000 })
    expect(terminal.errors()).toBe('')
    expect(await terminal.stop()).toBe(0)
  })
})
