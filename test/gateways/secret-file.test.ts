import { spawn } from 'node:child_process'
import { createSecretKey } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { exportKind } from '../../src/contract/transfers.ts'
import { bySystem } from '../../src/core/audit/trail.ts'
import { officeKeyCipher, type SecretCipher, secretFile, secretFileName } from '../../src/gateways/secret-file.ts'
import { machineChance, machineTime } from '../../src/gateways/system.ts'
import { openOffice } from '../../src/office-data.ts'
import { backupTo } from '../../src/storage/backup/plain-backup.ts'
import { databaseFileName, openConnection } from '../../src/storage/database.ts'
import { runExport } from '../../src/storage/transfers/run-export.ts'
import { migrationsFolder, quietLog, temporaryFolder } from '../support/office.ts'

const password = 'correct horse battery staple'
const found = (secret: string) => ({ outcome: 'found', secret })
const unreadable = { outcome: 'unreadable' }
const none = { outcome: 'none' }
const done = { outcome: 'done' }
const hasModes = process.platform !== 'win32'

const cipherOf = (key = 1): SecretCipher =>
  officeKeyCipher({ outbox: createSecretKey(Buffer.alloc(32, key)) }, machineChance)

/** The other host's, as far as this one can tell: bytes it has no key for. */
const keychain = {
  how: 'keychain',
  available: async () => true,
  encrypt: async (_name, secret) => Buffer.from(secret).reverse(),
  decrypt: async (_name, bytes) => ({ secret: Buffer.from(bytes).reverse().toString(), stale: false }),
} satisfies SecretCipher

const storeIn = (folder: string, cipher = cipherOf()) => secretFile({ folder, cipher })
const fileIn = (folder: string) => join(folder, secretFileName)
const modeOf = (file: string) => statSync(file).mode & 0o777

function changeEntries(
  folder: string,
  change: (entries: Record<string, { how: string; value: string }>) => void,
): void {
  const entries = JSON.parse(readFileSync(fileIn(folder), 'utf8'))
  change(entries)
  writeFileSync(fileIn(folder), JSON.stringify(entries))
}

describe('the file of the providers’ secrets', () => {
  it('keeps a secret over a restart, and does not hold it in clear', async () => {
    const folder = temporaryFolder()
    expect(await storeIn(folder).write('gmail', password)).toEqual(done)
    expect(await storeIn(folder).read('gmail')).toEqual(found(password))
    const text = readFileSync(fileIn(folder), 'utf8')
    expect(text).not.toContain(password)
    expect(text).not.toContain(Buffer.from(password).toString('base64').replaceAll('=', ''))
  })

  it('gives nothing away without the office’s key', async () => {
    const folder = temporaryFolder()
    await storeIn(folder).write('gmail', password)
    expect(await storeIn(folder, cipherOf(2)).read('gmail')).toEqual(unreadable)
  })

  it('knows nothing where nothing was written, and makes no file by reading', async () => {
    const folder = temporaryFolder()
    expect(await storeIn(folder).read('gmail')).toEqual(none)
    await storeIn(folder).remove('gmail')
    expect(readdirSync(folder)).toEqual([])
  })

  it.runIf(hasModes)('is its own user’s alone, and made so again when others were let in', async () => {
    const folder = temporaryFolder()
    const store = storeIn(folder)
    await store.write('gmail', password)
    expect(modeOf(fileIn(folder))).toBe(0o600)
    chmodSync(fileIn(folder), 0o644)
    expect(await store.read('gmail')).toEqual(found(password))
    expect(modeOf(fileIn(folder))).toBe(0o600)
  })

  it.runIf(hasModes)('is its own user’s alone also where a kill left a wider file beside it', async () => {
    const folder = temporaryFolder()
    writeFileSync(`${fileIn(folder)}.new`, '{"half', { mode: 0o644 })
    expect(await storeIn(folder).write('gmail', password)).toEqual(done)
    expect(modeOf(fileIn(folder))).toBe(0o600)
    expect(readdirSync(folder)).toEqual([secretFileName])
  })

  it('reads an entry that was changed, or moved to another name, as unreadable, and its neighbours as before', async () => {
    const folder = temporaryFolder()
    const store = storeIn(folder)
    for (const name of ['gmail', 'twilio', 'kavenegar']) await store.write(name, `${password} ${name}`)
    changeEntries(folder, (entries) => {
      const bytes = Buffer.from(entries.gmail?.value ?? '', 'base64')
      bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
      entries.gmail = { how: 'key_file', value: bytes.toString('base64') }
      entries.twilio = entries.kavenegar ?? { how: '', value: '' }
      entries.odd = { how: 'elsewhere', value: '' }
    })
    expect(await store.read('gmail')).toEqual(unreadable)
    expect(await store.read('twilio')).toEqual(unreadable)
    expect(await store.read('odd')).toEqual(unreadable)
    expect(await store.read('kavenegar')).toEqual(found(`${password} kavenegar`))
    expect(await store.write('gmail', 'entered again')).toEqual(done)
    expect(await store.read('gmail')).toEqual(found('entered again'))
    expect(readFileSync(fileIn(folder), 'utf8')).toContain('elsewhere')
  })

  it('reads what the other host wrote only where it can, and keeps it all the same', async () => {
    const folder = temporaryFolder()
    const desktop = secretFile({ folder, cipher: keychain, alsoReads: [cipherOf()] })
    await storeIn(folder).write('twilio', 'from the key file')
    await desktop.write('gmail', 'from the keychain')
    expect(await desktop.read('twilio')).toEqual(found('from the key file'))
    expect(await storeIn(folder).read('gmail')).toEqual(unreadable)
    await storeIn(folder).write('kavenegar', password)
    expect(await desktop.read('gmail')).toEqual(found('from the keychain'))
    expect([desktop.where, storeIn(folder).where]).toEqual(['keychain', 'key_file'])
  })

  it('keeps a damaged file aside and starts anew at the next write', async () => {
    for (const damage of ['{"gmail": {"how": "key_', '[]', 'null', '']) {
      const folder = temporaryFolder()
      const store = storeIn(folder)
      writeFileSync(fileIn(folder), damage)
      expect(await store.read('gmail')).toEqual(unreadable)
      await store.remove('gmail')
      expect(readFileSync(fileIn(folder), 'utf8')).toBe(damage)
      expect(await store.write('gmail', password)).toEqual(done)
      expect(await store.read('gmail')).toEqual(found(password))
      expect(await store.read('twilio')).toEqual(none)
      expect(readFileSync(`${fileIn(folder)}.damaged`, 'utf8')).toBe(damage)
      if (hasModes) expect(modeOf(`${fileIn(folder)}.damaged`)).toBe(0o600)
    }
  })

  it('loses none of many writes and removals at once, and the last word on a name counts', async () => {
    const folder = temporaryFolder()
    const store = storeIn(folder)
    const names = Array.from({ length: 20 }, (_, nth) => `provider-${nth}`)
    await Promise.all([
      ...names.map((name) => store.write(name, `${password} ${name}`)),
      store.write('gmail', 'first'),
      store.write('gmail', 'second'),
      store.remove('provider-7'),
    ])
    expect(await store.read('gmail')).toEqual(found('second'))
    expect(await store.read('provider-7')).toEqual(none)
    for (const name of names.toSpliced(7, 1))
      expect(await storeIn(folder).read(name)).toEqual(found(`${password} ${name}`))
  })

  it('forgets what is removed', async () => {
    const folder = temporaryFolder()
    const store = storeIn(folder)
    await store.write('gmail', password)
    await store.write('twilio', password)
    await store.remove('gmail')
    expect(await store.read('gmail')).toEqual(none)
    expect(Object.keys(JSON.parse(readFileSync(fileIn(folder), 'utf8')))).toEqual(['twilio'])
  })

  it('says that a secret was not written, goes on afterwards, and does not call a secret gone that is not', async () => {
    const folder = temporaryFolder()
    const store = storeIn(folder)
    await store.write('gmail', password)
    mkdirSync(`${fileIn(folder)}.new`)
    expect(await store.write('twilio', password)).toEqual({ outcome: 'refused', reason: 'not_written' })
    await expect(store.remove('gmail')).rejects.toThrow()
    rmSync(`${fileIn(folder)}.new`, { recursive: true })
    expect(await store.read('gmail')).toEqual(found(password))
    expect(await store.write('twilio', password)).toEqual(done)
  })

  it('cannot be read where the file cannot be opened, and is not replaced then', async () => {
    const folder = temporaryFolder()
    mkdirSync(fileIn(folder))
    expect(await storeIn(folder).read('gmail')).toEqual(unreadable)
    expect(await storeIn(folder).write('gmail', password)).toEqual({ outcome: 'refused', reason: 'not_written' })
  })

  it('writes nothing where no safe key is there', async () => {
    const folder = temporaryFolder()
    const refused = { outcome: 'refused', reason: 'unavailable' }
    const closed = { ...keychain, available: async () => false }
    const failing = { ...keychain, encrypt: () => Promise.reject(new Error('the person said no')) }
    expect(await storeIn(folder, closed).available()).toBe(false)
    for (const cipher of [closed, failing]) expect(await storeIn(folder, cipher).write('gmail', 'x')).toEqual(refused)
    expect(existsSync(fileIn(folder))).toBe(false)
  })

  it('is in no backup and no export', async () => {
    const folder = temporaryFolder()
    const given = {
      folder,
      migrationsFolder,
      time: machineTime,
      chance: machineChance,
      logger: quietLog,
      timeZone: 'UTC',
    }
    const opened = openOffice(given)
    if (!opened.ok) throw new Error(opened.failure.message)
    const office = opened.value
    onTestFinished(() => {
      office.db.close()
    })
    const store = storeIn(folder, officeKeyCipher(office.keys, machineChance))
    await store.write('gmail', password)
    const { value } = JSON.parse(readFileSync(fileIn(folder), 'utf8')).gmail

    const target = temporaryFolder()
    expect((await backupTo(folder, target, office.clock)).ok).toBe(true)
    const parts = { ...office, monotonicMs: () => 0, pause: async () => {}, cancelled: () => false, say: () => {} }
    for (const kind of exportKind.options) {
      const request = { kind, file: join(target, `${kind}.csv`), by: bySystem, byteOrderMark: false } as const
      const { progress } = runExport(
        { direction: 'export', ...request },
        parts,
        openConnection(join(folder, databaseFileName), { readonly: true }),
      )
      expect(progress.state).toBe('done')
    }
    const files = readdirSync(target)
    expect(files).toHaveLength(1 + exportKind.options.length)
    expect(files).not.toContain(secretFileName)
    for (const file of files) {
      const bytes = readFileSync(join(target, file))
      for (const trace of [password, value, Buffer.from(value, 'base64')]) expect(bytes.includes(trace)).toBe(false)
    }
  })

  it('is whole whenever its writer is killed', async () => {
    const folder = temporaryFolder()
    const source = (path: string) => JSON.stringify(new URL(`../../src/gateways/${path}`, import.meta.url).href)
    for (let round = 0; round < 5; round += 1) {
      const script = `
        import { createSecretKey } from 'node:crypto'
        const { officeKeyCipher, secretFile } = await import(${source('secret-file.ts')})
        const { machineChance } = await import(${source('system.ts')})
        const cipher = officeKeyCipher({ outbox: createSecretKey(Buffer.alloc(32, 1)) }, machineChance)
        const store = secretFile({ folder: ${JSON.stringify(folder)}, cipher })
        for (let nth = 0; ; nth += 1) {
          await store.write('gmail', 'x'.repeat(200_000) + nth)
          if (nth === ${round}) process.stdout.write('writing')
        }`
      const writer = spawn(process.execPath, ['--input-type=module', '-e', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      await once(writer.stdout, 'data')
      writer.kill('SIGKILL')
      await once(writer, 'exit')
      const read = await storeIn(folder).read('gmail')
      expect(read.outcome === 'found' && read.secret.length > 200_000).toBe(true)
    }
  })
})
