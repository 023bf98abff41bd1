import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { describe, expect, it, onTestFinished } from 'vitest'
import { testBackupKey } from '../../support/backup-key.ts'
import { diskFolder } from '../../support/folders.ts'
import { migrationsFolder, testOffice } from '../../support/office.ts'
import { runAs } from '../../support/run-as.ts'

const steps = new URL('../../support/backup-steps.ts', import.meta.url)

/** The most memory a process ever had that backs an office up, reads it back and restores it. */
async function measured(megabytes: number): Promise<{ bytes: number; maxRssKiB: number }> {
  const office = testOffice({ folder: diskFolder() })
  const put = office.app.officeData.db.prepare('INSERT INTO setting (key, value) VALUES (?, ?)')
  for (let nth = 0; nth < megabytes; nth += 1)
    put.run(`padding-${nth}`, JSON.stringify(randomBytes(500_000).toString('hex')))
  await office.close()
  const { key } = await testBackupKey()
  const job = { does: 'measure', dataFolder: office.folder, folder: diskFolder(), migrationsFolder }
  onTestFinished(() => rmSync(`${office.folder}-restored`, { recursive: true, force: true }))
  const said = await runAs(process.getuid?.() ?? 0, steps, [
    JSON.stringify({ ...job, key: { ...key, master: [...key.master] } }),
  ])
  return JSON.parse(said.trim().split('\n').at(-1) ?? '')
}

describe('the memory of a backup and its restore', () => {
  it('does not grow with the office', { timeout: 180_000 }, async () => {
    const small = await measured(2)
    const large = await measured(80)
    expect(large.bytes).toBeGreaterThan(80_000_000)
    const grownMiB = (large.maxRssKiB - small.maxRssKiB) / 1024
    // What V8 lets lie before it collects, whatever the office's size.
    expect(grownMiB).toBeLessThan(90)
    expect(large.maxRssKiB / 1024).toBeLessThan(300)
  })
})
