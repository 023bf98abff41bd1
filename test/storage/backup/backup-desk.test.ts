import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { passphrase } from '../../support/backup-key.ts'
import { backupDeskOf, minuteMs } from './desk.ts'

describe('the backups of an office', () => {
  it('want a passphrase that is not guessed, and a folder that is elsewhere', async () => {
    const { backups, office, folder } = await backupDeskOf({ passphrase: false })
    const save = (to: string) => backups.save({ folder: to, schedule: { kind: 'off' } }, 'chief')
    expect(await backups.choosePassphrase('short', 'chief')).toEqual({ outcome: 'refused', reason: 'short' })
    expect(await backups.choosePassphrase('passwordpassword', 'chief')).toEqual({ outcome: 'refused', reason: 'weak' })
    expect(await save('backups')).toEqual({ outcome: 'refused', reason: 'not_absolute' })
    expect(await save(join(office.folder, 'backups'))).toEqual({ outcome: 'refused', reason: 'inside' })
    expect(await save(join(folder, 'far', 'away'))).toEqual({ outcome: 'refused', reason: 'missing' })
    expect(await backups.save({ folder, schedule: { kind: 'daily', hour: 20 } }, 'chief')).toEqual({
      outcome: 'refused',
      reason: 'no_passphrase',
    })
    expect(await backups.start('chief')).toEqual({ outcome: 'refused', reason: 'no_folder' })
  })

  it('are made when they are due, tried again when the drive is back, and rotate', { timeout: 60_000 }, async () => {
    const { backups, folder, pass, names, office } = await backupDeskOf()
    await backups.save({ folder, schedule: { kind: 'hours', every: 6 } }, 'chief')
    await pass(2 * minuteMs)
    expect(names()).toHaveLength(1)
    const first = names()[0]
    renameSync(folder, `${folder}-away`)
    mkdirSync(folder)
    await pass(6 * 60 * minuteMs)
    expect((await backups.state()).trouble).toMatchObject({ why: 'folder_gone' })
    expect(readdirSync(folder)).toEqual([])
    rmSync(folder, { recursive: true })
    renameSync(`${folder}-away`, folder)
    await pass(65 * minuteMs)
    expect((await backups.state()).trouble).toBeNull()
    // One of a day is kept.
    expect(names()).toHaveLength(1)
    expect(names()[0]).not.toBe(first)
    const trail = office.app.officeData.db
      .prepare<[], { action: string; outcome: string }>(
        `SELECT action, outcome FROM audit WHERE action LIKE 'backup.%' ORDER BY seq`,
      )
      .all()
      .map(({ action, outcome }) => `${action} ${outcome}`)
    expect(trail).toEqual([
      'backup.passphrase_chosen done',
      'backup.planned hours',
      'backup.made done',
      'backup.failed folder_gone',
      'backup.made done',
    ])
  })

  it('look the database over again where they could not, and keep damage in mind whatever else is wrong', {
    timeout: 60_000,
  }, async () => {
    const { backups, office, folder, pass, words } = await backupDeskOf()
    const file = join(office.folder, 'counterfoil.db')
    renameSync(file, `${file}-away`)
    backups.checkInBackground(minuteMs)
    await pass(minuteMs)
    await expect.poll(() => words, { timeout: 20_000 }).toContain('the database could not be looked over')
    renameSync(`${file}-away`, file)
    // A bill of nobody.
    office.app.officeData.db.exec(`PRAGMA foreign_keys = OFF; INSERT INTO bill (id, bill_no, customer_id, period, issued_on, due_on,
      amount_minor, created_at_ms, updated_at_ms) VALUES ('b', 'B', 'nobody', '', '', '', 1, 1, 1)`)
    await backups.save({ folder, schedule: { kind: 'off' } }, 'chief')
    await pass(10 * minuteMs)
    await expect.poll(() => backups.warning(), { timeout: 20_000 }).toBe('damaged')
    rmSync(folder, { recursive: true })
    await backups.start('chief')
    await pass(minuteMs)
    expect((await backups.state()).trouble).toMatchObject({ why: 'damaged' })
  })

  it('never take the empty place of a drive that is away for their folder, unless someone says that it is new', {
    timeout: 60_000,
  }, async () => {
    const { backups, folder, idle, pass, names } = await backupDeskOf()
    await backups.save({ folder, schedule: { kind: 'hours', every: 6 } }, 'chief')
    await backups.start('chief')
    await idle()
    renameSync(folder, `${folder}-away`)
    mkdirSync(folder)
    await pass(6 * 60 * minuteMs)
    const nightly = { folder, schedule: { kind: 'daily', hour: 3 } } as const
    expect(await backups.save(nightly, 'chief')).toEqual({ outcome: 'refused', reason: 'gone' })
    expect((await backups.state()).trouble).toMatchObject({ why: 'folder_gone' })
    expect(readdirSync(folder)).toEqual([])
    rmSync(folder, { recursive: true })
    expect(await backups.save(nightly, 'chief')).toEqual({ outcome: 'refused', reason: 'gone' })
    renameSync(`${folder}-away`, folder)
    expect(await backups.save(nightly, 'chief')).toEqual({ outcome: 'done' })
    expect((await backups.list())?.map(({ state }) => state)).toEqual(['verified'])
    rmSync(folder, { recursive: true })
    expect(await backups.save({ ...nightly, anew: true }, 'chief')).toEqual({ outcome: 'done' })
    await backups.start('chief')
    await idle()
    expect(names()).toHaveLength(1)
  })

  it('show what would be lost, and refuse a wrong passphrase', async () => {
    const { backups, folder, idle, office, names } = await backupDeskOf()
    office.addCustomer()
    await backups.save({ folder, schedule: { kind: 'off' } }, 'chief')
    expect(await backups.start('chief')).toEqual({ outcome: 'started' })
    expect(await backups.start('chief')).toEqual({ outcome: 'refused', reason: 'busy' })
    await idle()
    office.time.pass(minuteMs)
    office.addCustomer()
    office.addCustomer()
    const [file] = (await backups.list()) ?? []
    expect(file).toMatchObject({ state: 'verified', holds: { customers: 1, officeName: 'Test Office' } })
    const name = names()[0] ?? ''
    expect(await backups.preview(name, 'not this one at all')).toEqual({ outcome: 'refused', reason: 'wrong' })
    expect(await backups.preview(name, passphrase)).toMatchObject({
      outcome: 'opened',
      lost: { customers: 2, bills: 0, payments: 0 },
    })
    expect(await backups.restore(name, 'not this one at all', null, 'chief')).toEqual({
      outcome: 'refused',
      reason: 'wrong',
    })
  })
})
