/** A restore at an open office: what it refuses before it begins, that it can be stopped, and what is said of one that never took place. */
import { appendFileSync, cpSync, existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { passphrase } from '../../support/backup-key.ts'
import { migrationsFolder, type TestOffice, temporaryFolder, testOffice } from '../../support/office.ts'
import { backupDeskOf } from './desk.ts'

/** An office with one backup, which it takes a while to read back. */
async function withBackup(megabytes = 0) {
  const office = testOffice()
  office.app.officeData.db.exec('CREATE TABLE ballast (bytes BLOB)')
  office.app.officeData.db.prepare('INSERT INTO ballast VALUES (randomblob(?))').run(megabytes * 1_000_000)
  const desk = await backupDeskOf({ office })
  await desk.backups.save({ folder: desk.folder, schedule: { kind: 'off' } }, 'chief')
  await desk.backups.start('chief')
  await desk.idle()
  const name = desk.names()[0] ?? ''
  return { ...desk, name, prepared: join(office.folder, 'counterfoil.db.restoring') }
}

/** The migrations of another Counterfoil. */
function otherMigrations(change: (folder: string, newest: string) => void): string {
  const folder = temporaryFolder()
  cpSync(migrationsFolder, folder, { recursive: true })
  change(folder, join(folder, readdirSync(folder).sort().at(-1) ?? ''))
  return folder
}

const restores = ({ app }: TestOffice): unknown[] =>
  app.officeData.db
    .prepare(`SELECT actor || ' ' || outcome FROM audit WHERE action = 'backup.restored' ORDER BY seq`)
    .pluck()
    .all()

describe('a backup of a newer Counterfoil', () => {
  it('is refused when it is looked into, before anyone types a word or waits', async () => {
    const { office, backups, name } = await withBackup()
    await backups.close()
    const older = otherMigrations((_, newest) => rmSync(newest))
    const desk = await backupDeskOf({ office, passphrase: false, migrationsFolder: older })
    expect(await desk.backups.preview(name, passphrase)).toEqual({ outcome: 'refused', reason: 'newer' })
    expect(await desk.backups.restore(name, passphrase, null, 'chief')).toEqual({ outcome: 'refused', reason: 'newer' })
  })
})

describe('a backup of a Counterfoil with other migrations', () => {
  it('is not called damaged', async () => {
    const { office, backups, name, prepared } = await withBackup()
    await backups.close()
    const other = otherMigrations((_, newest) => appendFileSync(newest, '-- another\n'))
    const desk = await backupDeskOf({ office, passphrase: false, migrationsFolder: other })
    expect(await desk.backups.restore(name, passphrase, null, 'chief')).toEqual({
      outcome: 'refused',
      reason: 'other_history',
    })
    expect(existsSync(prepared)).toBe(false)
  })
})

describe('a restore that is being prepared', () => {
  it('can be stopped: nothing is left of it, the office works on, and it can be begun again', {
    timeout: 60_000,
  }, async () => {
    const { office, backups, name, prepared } = await withBackup(64)
    expect(await backups.stopRestore()).toEqual({ stopped: false })
    const atOnce = backups.restore(name, passphrase, null, 'chief')
    expect([await backups.stopRestore(), await atOnce]).toEqual([{ stopped: true }, { outcome: 'stopped' }])
    const going = backups.restore(name, passphrase, null, 'chief')
    await expect.poll(() => existsSync(prepared), { interval: 5, timeout: 20_000 }).toBe(true)
    expect((await backups.state()).running).not.toBeNull()
    expect(await backups.stopRestore()).toEqual({ stopped: true })
    expect(await going).toEqual({ outcome: 'stopped' })
    expect(existsSync(prepared)).toBe(false)
    expect(backups.warning()).toBeNull()
    expect((await backups.state()).running).toBeNull()
    expect(restores(office)).toEqual([])
    expect(await backups.restore(name, passphrase, null, 'chief')).toEqual({ outcome: 'restarting' })
    // It is ready, and the office is about to go.
    expect(await backups.stopRestore()).toEqual({ stopped: false })
    expect(backups.warning()).toBe('restoring')
  })
})

describe('a restore that was accepted and never took place', () => {
  it('is on the trail as begun, and as failed once the same office opens again', async () => {
    const { office, backups, name, prepared } = await withBackup()
    expect(await backups.restore(name, passphrase, null, 'chief')).toEqual({ outcome: 'restarting' })
    expect(restores(office)).toEqual(['chief begun'])
    // The host dies here: no swap, and the next one finds the office as it was.
    await backupDeskOf({ office, passphrase: false })
    expect(restores(office)).toEqual(['chief begun', 'chief failed'])
    expect(existsSync(prepared)).toBe(false)
    await backupDeskOf({ office, passphrase: false })
    expect(restores(office)).toEqual(['chief begun', 'chief failed'])
  })
})
