import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { freeName, sealedSuffix } from '../../../src/storage/backup/backup-names.ts'
import { makeBackup } from '../../../src/storage/backup/make-backup.ts'
import { storageFault } from '../../../src/storage/database.ts'
import { testBackupKey } from '../../support/backup-key.ts'
import { seededChance, temporaryFolder, testOffice } from '../../support/office.ts'

describe('hardware that fails', () => {
  it.each([
    ['SQLITE_IOERR_READ', 'corrupt'],
    ['SQLITE_IOERR_SHORT_READ', 'corrupt'],
    ['SQLITE_IOERR_CORRUPTFS', 'corrupt'],
    ['SQLITE_IOERR_WRITE', 'full'],
    ['SQLITE_IOERR_FSYNC', 'full'],
    ['SQLITE_IOERR_SHMSIZE', 'full'],
  ])('under the database, as %s, is %s', (code, fault) => {
    expect(storageFault(new Database.SqliteError('disk I/O error', code))).toBe(fault)
  })

  it('under a backup is told as what it is, also where what was written cannot be deleted', async () => {
    const office = testOffice()
    const folder = temporaryFolder()
    const { key } = await testBackupKey()
    const order = { dataFolder: office.folder, folder, mark: null, key, madeAtMs: office.time.wallMs() }
    const part = join(folder, `${freeName(folder, order.madeAtMs, sealedSuffix)}.part`)
    const made = await makeBackup(order, seededChance(3), (step) => {
      // Neither written to nor deleted from here on.
      if (step === 'encrypting') mkdirSync(part, { recursive: true })
    })
    expect(made.ok ? 'made' : made.failure.trouble).toBe('failed')
  })
})
