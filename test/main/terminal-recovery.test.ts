import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { makeBackup } from '../../src/storage/backup/make-backup.ts'
import { readNotes, writeNotes } from '../../src/storage/backup/notes.ts'
import { passphrase, testBackupKey } from '../support/backup-key.ts'
import { seededChance, temporaryFolder, testOffice } from '../support/office.ts'
import { launch } from '../support/terminal.ts'

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

    const terminal = launch({ folder: office.folder })
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
