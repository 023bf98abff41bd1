/** An office that cannot be opened, where anyone may stand: what it reads, and which backups it takes. */
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type ClosedOffice, closedOffice } from '../src/closed-office.ts'
import { backupSecrets, officeKeyCipher } from '../src/gateways/secret-file.ts'
import { type BackupKey, newBackupKey } from '../src/storage/backup/backup-key.ts'
import { keepBackupKey } from '../src/storage/backup/key-store.ts'
import { makeBackup } from '../src/storage/backup/make-backup.ts'
import { readNotes, writeNotes } from '../src/storage/backup/notes.ts'
import { officeKeys } from '../src/storage/office-keys.ts'
import { passphrase, testBackupKey } from './support/backup-key.ts'
import { workerUrl } from './support/host.ts'
import { migrationsFolder, quietLog, seededChance, temporaryFolder, testOffice } from './support/office.ts'

const strangersPassphrase = 'a passphrase of their own'

async function backupOf(office: { folder: string; atMs: number }, folder: string, key: BackupKey): Promise<string> {
  const order = { dataFolder: office.folder, folder, mark: null, key, madeAtMs: office.atMs }
  const made = await makeBackup(order, seededChance(3))
  if (!made.ok) throw new Error('no backup')
  return made.value.name
}

/** A damaged office with a backup of its own in its folder, and beside it one of an office of a stranger's. */
async function damaged({ megabytes = 0 } = {}) {
  const ours = testOffice({ seed: 1 })
  await ours.addStaff({ name: 'Meera', role: 'administrator', pin: '4702' })
  ours.app.officeData.db.exec('CREATE TABLE ballast (bytes BLOB)')
  ours.app.officeData.db.prepare('INSERT INTO ballast VALUES (randomblob(?))').run(megabytes * 1_000_000)
  const atMs = ours.time.wallMs()
  await ours.close()
  const { key } = await testBackupKey()
  const folder = temporaryFolder()
  const own = await backupOf({ folder: ours.folder, atMs }, folder, key)
  const chance = seededChance(11)
  const cipher = officeKeyCipher(officeKeys(ours.folder, chance), chance)
  expect(await keepBackupKey(backupSecrets(ours.folder, cipher), key)).toBe(true)
  writeNotes(ours.folder, { ...readNotes(ours.folder), folder })

  const theirs = testOffice({ seed: 99 })
  await theirs.addStaff({ name: 'Mallory', role: 'administrator', pin: '5813' })
  const made = await newBackupKey(strangersPassphrase, seededChance(5), { recovery: false, n: 4_096 })
  const later = { folder: theirs.folder, atMs: atMs + 3_600_000 }
  const stick = temporaryFolder()
  const onStick = await backupOf(later, stick, made.key)
  await backupOf({ ...later, atMs: later.atMs + 60_000 }, folder, made.key)

  const file = join(ours.folder, 'counterfoil.db')
  const broken = readFileSync(file)
  broken.fill(0xa5, 4096, 4096 * 8)
  writeFileSync(file, broken)
  const open = (held: boolean): ClosedOffice => {
    const parts = { folder: ours.folder, migrationsFolder, workerUrl, logger: quietLog }
    const opened = closedOffice({ ...parts, why: 'corrupt', message: 'damaged', held })
    if (!opened.ok) throw new Error(opened.failure)
    return opened.value
  }
  const staff = () => {
    const db = new Database(file, { readonly: true })
    onTestFinished(() => void db.close())
    return db.prepare('SELECT name FROM staff').pluck().all()
  }
  return { folder, own, stick, onStick, open, staff, file }
}

describe('a closed office at a locked kiosk', () => {
  it('takes no stranger’s backup, from a stick or put among its own, and still takes its own', async () => {
    const { folder, own, stick, onStick, open, staff } = await damaged()
    const closed = open(true)
    const strangers = (await closed.state()).backups?.find(({ name }) => name !== own)?.name ?? ''
    for (const [from, name, reason] of [
      [stick, onStick, 'gone'],
      [folder, strangers, 'foreign'],
    ] as const) {
      const chosen = { folder: from, name, passphrase: strangersPassphrase }
      expect(await closed.preview(chosen)).toEqual({ outcome: 'refused', reason })
      expect(await closed.restore(chosen)).toEqual({ outcome: 'refused', reason })
    }
    const chosen = { folder, name: own, passphrase }
    expect(await closed.preview(chosen)).toMatchObject({ outcome: 'opened' })
    expect(await closed.restore(chosen)).toEqual({ outcome: 'restarting' })
    await closed.close()
    expect(staff()).toEqual(['Meera'])
  })

  it('tells nobody which folders there are', async () => {
    const { folder, stick, open } = await damaged()
    const closed = open(true)
    const before = await closed.state()
    expect(before).toMatchObject({ folder, fixed: true })
    for (const asked of [stick, '/etc', '/nowhere', '\\\\host\\share']) expect(await closed.look(asked)).toEqual(before)
    await closed.close()
  })
})

describe('a restore into a closed office', () => {
  it('tells how far it is, and can be stopped and begun again', async () => {
    const { folder, own, open, staff, file } = await damaged({ megabytes: 64 })
    const closed = open(false)
    expect([closed.progress(), await closed.stopRestore()]).toEqual([null, { stopped: false }])
    const chosen = { folder, name: own, passphrase }
    const atOnce = closed.restore(chosen)
    expect([await closed.stopRestore(), await atOnce]).toEqual([{ stopped: true }, { outcome: 'stopped' }])
    const going = closed.restore(chosen)
    await expect.poll(() => closed.progress()?.fraction, { interval: 5, timeout: 20_000 }).toBeGreaterThan(0)
    expect((await closed.state()).running).toEqual(closed.progress())
    expect(await closed.stopRestore()).toEqual({ stopped: true })
    expect(await going).toEqual({ outcome: 'stopped' })
    expect([closed.progress(), existsSync(`${file}.restoring`)]).toEqual([null, false])
    expect(await closed.restore(chosen)).toEqual({ outcome: 'restarting' })
    expect(await closed.stopRestore()).toEqual({ stopped: false })
    await closed.close()
    expect(staff()).toEqual(['Meera'])
  })
})

describe('a closed office at a desk', () => {
  it('looks in any folder of this machine, and asks no other machine', async () => {
    const { folder, stick, onStick, open } = await damaged()
    const closed = open(false)
    expect(await closed.look(stick)).toMatchObject({ folder: stick, fixed: false, backups: [{ name: onStick }] })
    // On this system such names are folders like others: they are there, and are not read all the same.
    const before = process.cwd()
    process.chdir(temporaryFolder())
    onTestFinished(() => process.chdir(before))
    const shares = [`/${stick}`, '\\\\host\\share', '\\\\?\\UNC\\host\\share']
    for (const share of shares.slice(1)) cpSync(stick, share, { recursive: true })
    for (const share of shares) {
      expect(await closed.look(share)).toMatchObject({ backups: null })
      const chosen = { folder: share, name: onStick, passphrase: strangersPassphrase }
      expect(await closed.preview(chosen)).toEqual({ outcome: 'refused', reason: 'gone' })
    }
    process.chdir(before)
    expect((await closed.look(folder)).backups).toHaveLength(2)
    await closed.close()
  })
})
