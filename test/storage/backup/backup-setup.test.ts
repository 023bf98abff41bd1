/** What an administrator chose for backups: what becomes of it when its notes break, its folder changes or nothing was chosen. */
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { diskFolder, temporaryFolder } from '../../support/folders.ts'
import { testOffice } from '../../support/office.ts'
import { payHere } from '../../support/paying.ts'
import { backupDeskOf, minuteMs } from './desk.ts'

const dayMs = 86_400_000

describe('what was chosen for backups', () => {
  it('is missed aloud where its notes cannot be read any more, and the notes are kept', async () => {
    const first = await backupDeskOf()
    const { office, folder } = first
    await first.backups.save({ folder, schedule: { kind: 'hours', every: 6 } }, 'chief')
    await first.backups.close()
    const notes = join(office.folder, 'backups.json')
    const torn = readFileSync(notes, 'utf8').slice(0, 40)
    writeFileSync(notes, torn)

    const { backups } = await backupDeskOf({ office, passphrase: false })
    expect((await backups.state()).trouble).toMatchObject({ why: 'setup_lost', againAtMs: null })
    expect(readFileSync(`${notes}.damaged`, 'utf8')).toBe(torn)
    await backups.close()
    // Nobody looked: the next start says it as well.
    const again = await backupDeskOf({ office, passphrase: false })
    expect((await again.backups.state()).trouble).toMatchObject({ why: 'setup_lost' })
    expect(await again.backups.save({ folder, schedule: { kind: 'hours', every: 6 } }, 'chief')).toEqual({
      outcome: 'done',
    })
    expect((await again.backups.state()).trouble).toBeNull()
  })

  it('counts from the next backup on: one that was under way into another folder is not the new folder’s', async () => {
    const { backups, folder, idle, pass } = await backupDeskOf()
    const next = join(temporaryFolder(), 'drive')
    const hourly = { kind: 'hours', every: 6 } as const
    await backups.save({ folder, schedule: hourly }, 'chief')
    await backups.start('chief')
    await backups.save({ folder: next, schedule: hourly }, 'chief')
    await idle()
    const sealed = (name: string): boolean => name.endsWith('.cfbackup')
    expect(readdirSync(folder).filter(sealed)).toHaveLength(1)
    expect((await backups.state()).lastGoodAtMs).toBeNull()
    await pass(2 * minuteMs)
    expect(readdirSync(next).filter(sealed)).toHaveLength(1)
  })

  it('is warned of where the folder is on the disk of the data', async () => {
    const { backups, office } = await backupDeskOf()
    const schedule = { kind: 'off' } as const
    for (const parent of [office.folder, temporaryFolder(), diskFolder()]) {
      const folder = parent === office.folder ? join(temporaryFolder(), 'beside') : join(parent, 'drive')
      expect(await backups.save({ folder, schedule }, 'chief')).toEqual({ outcome: 'done' })
      expect((await backups.state()).sameDisk).toBe(statSync(folder).dev === statSync(office.folder).dev)
    }
  })
})

describe('an office that plans no backups', () => {
  it('is told a day after its first payment that has none, and no more once there is one', async () => {
    const office = testOffice()
    const { backups, folder, idle } = await backupDeskOf({ office })
    const since = async () => (await backups.state()).unprotectedSinceMs
    office.time.pass(2 * dayMs)
    expect(await since()).toBeNull()
    const paidAtMs = office.time.wallMs()
    await payHere(office, 5_000)
    expect(await since()).toBeNull()
    office.time.pass(dayMs)
    expect(await since()).toBe(paidAtMs)
    await backups.save({ folder, schedule: { kind: 'off' } }, 'chief')
    await backups.start('chief')
    await idle()
    expect(existsSync(folder)).toBe(true)
    expect(await since()).toBeNull()
    office.time.pass(7 * dayMs)
    expect(await since()).toBeNull()
    const later = office.time.wallMs()
    await payHere(office, 6_000)
    office.time.pass(dayMs)
    expect(await since()).toBe(later)
    await backups.save({ folder, schedule: { kind: 'daily', hour: 20 } }, 'chief')
    expect(await since()).toBeNull()
  })
})
