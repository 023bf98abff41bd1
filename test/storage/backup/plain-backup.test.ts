import { readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { backupTo } from '../../../src/storage/backup/plain-backup.ts'
import { copyOffice } from '../../../src/storage/backup/plain-copy.ts'
import { temporaryFolder, testOffice } from '../../support/office.ts'

it('a plain copy is nobody else’s to read from its first byte on', async () => {
  const office = testOffice()
  office.addCustomer()
  const target = join(temporaryFolder(), 'copy.db')
  const modes = new Set<number>()
  const copied = await copyOffice(join(office.folder, 'counterfoil.db'), target, () => {
    modes.add(statSync(target).mode & 0o777)
  })
  expect(copied.ok).toBe(true)
  expect([...modes]).toEqual([0o600])
})

it('what a killed plain backup has left goes with a later one', async () => {
  const office = testOffice()
  const folder = temporaryFolder()
  const left = join(folder, 'counterfoil-20250101-000000.db.unfinished')
  const others = join(folder, 'notes.unfinished')
  for (const file of [left, others]) {
    writeFileSync(file, 'x')
    utimesSync(file, 1_000_000, 1_000_000)
  }
  const made = await backupTo(office.folder, folder, { now: () => Date.UTC(2026, 9, 1) })
  expect(made.ok).toBe(true)
  expect(readdirSync(folder).sort()).toEqual([expect.stringMatching(/^counterfoil-2026.*\.db$/), 'notes.unfinished'])
})
