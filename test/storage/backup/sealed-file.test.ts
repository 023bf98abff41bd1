import { closeSync, openSync, readFileSync, statSync, truncateSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { BackupRefusal } from '../../../src/contract/backup.ts'
import { makeBackup } from '../../../src/storage/backup/make-backup.ts'
import { type BackupOpener, openBackup, readChunks } from '../../../src/storage/backup/sealed-file.ts'
import { passphrase, testBackupKey } from '../../support/backup-key.ts'
import { handTime, seededChance, temporaryFolder, testOffice } from '../../support/office.ts'

async function oneBackup() {
  const office = testOffice()
  office.addCustomer()
  const folder = temporaryFolder()
  const { key, recoveryKey } = await testBackupKey()
  const order = { dataFolder: office.folder, folder, mark: null, key, madeAtMs: handTime().wallMs() }
  const made = await makeBackup(order, seededChance(3))
  if (!made.ok) throw new Error(made.failure.words)
  return { office, folder, file: join(folder, made.value.name), key, recoveryKey }
}

/** What reading the file to its end comes to. */
async function verdict(file: string, opener: BackupOpener): Promise<BackupRefusal | 'whole'> {
  const opened = await openBackup(file, opener)
  if (!opened.ok) return opened.failure
  const read = readChunks(file, opened.value, () => {})
  return read.ok ? 'whole' : read.failure
}

describe('an encrypted backup', () => {
  it('opens with the passphrase and with the recovery key, in any spelling; its header says what it holds', async () => {
    const { file, recoveryKey } = await oneBackup()
    const spelled = ` ${recoveryKey.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o')} `
    for (const typed of [passphrase, `  ${passphrase}`, recoveryKey, spelled])
      expect(await verdict(file, { typed })).toBe('whole')
    const opened = await openBackup(file, { typed: passphrase })
    if (!opened.ok) throw new Error(opened.failure)
    const { officeName, customers, payments, audit, madeAtMs } = opened.value.header
    expect({ officeName, customers, payments }).toEqual({ officeName: 'Test Office', customers: 1, payments: 0 })
    expect([audit.seq > 0, audit.hash.length, madeAtMs]).toEqual([true, 64, handTime().wallMs()])
  })

  it('refuses a wrong passphrase or recovery key in the same words', async () => {
    const { file, recoveryKey } = await oneBackup()
    const near = recoveryKey.startsWith('7') ? `8${recoveryKey.slice(1)}` : `7${recoveryKey.slice(1)}`
    for (const typed of ['lantern orchard copper tids', near, 'x']) expect(await verdict(file, { typed })).toBe('wrong')
  })

  it('shows nothing of the office to who has no key: no name, no contact, no row', async () => {
    const { file } = await oneBackup()
    const bytes = readFileSync(file)
    for (const words of ['Test Office', 'Customer 1', 'customer1@', 'SQLite format', 'CREATE TABLE'])
      expect(bytes.includes(words)).toBe(false)
  })

  it('is refused with one bit changed, anywhere', async () => {
    const { file, key } = await oneBackup()
    const whole = readFileSync(file)
    const headerEnds = 24 + whole.readUInt32BE(20)
    // Every byte before the data, with the office's own key; the data itself at its ends, its tags, and in between.
    const places = Array.from({ length: headerEnds + 600 }, (_, at) => at)
    for (let at = headerEnds + 600; at < whole.length; at += 9_973) places.push(at)
    for (let back = 1; back <= 40; back += 1) places.push(whole.length - back)
    const passed: number[] = []
    const handle = openSync(file, 'r+')
    for (const at of places) {
      const right = whole[at] ?? 0
      writeSync(handle, Buffer.from([right ^ (1 << (at % 8))]), 0, 1, at)
      if ((await verdict(file, { own: key })) === 'whole') passed.push(at)
      writeSync(handle, Buffer.from([right]), 0, 1, at)
    }
    closeSync(handle)
    expect(await verdict(file, { own: key })).toBe('whole')
    expect(passed).toEqual([])
    expect(places.length).toBeGreaterThan(1_000)
  })

  it('is refused with a changed front by passphrase too, and never asks this machine for more than it may', async () => {
    const { file } = await oneBackup()
    const text = readFileSync(file).toString('latin1')
    for (const [n, answer] of [
      ['9999', 'damaged'],
      ['8192', 'wrong'],
    ] as const) {
      writeFileSync(file, Buffer.from(text.replace('"n":4096', `"n":${n}`), 'latin1'))
      expect(await verdict(file, { typed: passphrase })).toBe(answer)
    }
    const size = text.charCodeAt(23) + 256 * text.charCodeAt(22)
    const dear = Buffer.from(text.replace('"n":4096', '"n":536870912'), 'latin1')
    dear.writeUInt32BE(size + 5, 20)
    writeFileSync(file, dear)
    expect(await verdict(file, { typed: passphrase })).toBe('damaged')
    for (const field of ['salt":"', 'passphrase":"', 'keyId":"']) {
      const at = text.indexOf(field) + field.length + 3
      const changed = Buffer.from(text, 'latin1')
      changed[at] = (changed[at] ?? 0) === 0x61 ? 0x62 : 0x61
      writeFileSync(file, changed)
      expect(['wrong', 'damaged']).toContain(await verdict(file, { typed: passphrase }))
    }
  })

  it('is refused cut off at any length, and with anything added', async () => {
    const { file, key } = await oneBackup()
    const whole = readFileSync(file)
    const { size } = statSync(file)
    for (const length of [0, 1, 19, 20, 24, 300, 1_200, Math.floor(size / 2), size - 17, size - 16, size - 1]) {
      writeFileSync(file, whole)
      truncateSync(file, length)
      expect(['damaged', 'not_a_backup']).toContain(await verdict(file, { own: key }))
    }
    writeFileSync(file, Buffer.concat([whole, Buffer.from('x')]))
    expect(await verdict(file, { own: key })).toBe('damaged')
    expect(await verdict(`${file}.none`, { own: key })).toBe('gone')
  })

  it('cannot have its chunks moved or left out', async () => {
    const office = testOffice()
    const put = office.app.officeData.db.prepare('INSERT INTO setting (key, value) VALUES (?, ?)')
    for (let nth = 0; nth < 3; nth += 1) put.run(`padding-${nth}`, JSON.stringify('x'.repeat(1_000_000)))
    const folder = temporaryFolder()
    const { key } = await testBackupKey()
    const order = { dataFolder: office.folder, folder, mark: null, key, madeAtMs: handTime().wallMs() }
    const made = await makeBackup(order, seededChance(4))
    if (!made.ok) throw new Error(made.failure.words)
    const file = join(folder, made.value.name)
    const whole = readFileSync(file)
    const opened = await openBackup(file, { own: key })
    if (!opened.ok) throw new Error(opened.failure)
    const sealed = (1 << 20) + 16
    const { chunksAt } = opened.value
    const chunk = (nth: number): Buffer => whole.subarray(chunksAt + nth * sealed, chunksAt + (nth + 1) * sealed)
    const swapped = Buffer.concat([
      whole.subarray(0, chunksAt),
      chunk(1),
      chunk(0),
      whole.subarray(chunksAt + 2 * sealed),
    ])
    const doubled = Buffer.concat([
      whole.subarray(0, chunksAt),
      chunk(0),
      chunk(0),
      whole.subarray(chunksAt + 2 * sealed),
    ])
    for (const bytes of [swapped, doubled]) {
      expect(bytes.length).toBe(whole.length)
      writeFileSync(file, bytes)
      expect(await verdict(file, { own: key })).toBe('damaged')
    }
  })
})
