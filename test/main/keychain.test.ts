import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { secretFile, secretFileName } from '../../src/gateways/secret-file.ts'
import { keychainCipher } from '../../src/main/keychain.ts'
import { type KeyringBackend, StandInSafeStorage } from '../support/electron/safe-storage.ts'
import { temporaryFolder } from '../support/office.ts'

const password = 'correct horse battery staple'
const found = { outcome: 'found', secret: password }
const unreadable = { outcome: 'unreadable' }
const refused = { outcome: 'refused', reason: 'unavailable' }

function desktop(backend: KeyringBackend = 'gnome_libsecret', platform: NodeJS.Platform = 'linux') {
  const folder = temporaryFolder()
  const keyring = new StandInSafeStorage(backend)
  return { folder, keyring, store: secretFile({ folder, cipher: keychainCipher(keyring, platform) }) }
}

const entryIn = (folder: string): string => JSON.parse(readFileSync(join(folder, secretFileName), 'utf8')).gmail.value

describe('the keychain', () => {
  it('keeps a secret over a restart, out of the file', async () => {
    const { folder, store } = desktop()
    expect([store.where, await store.available()]).toEqual(['keychain', true])
    expect(await store.write('gmail', password)).toEqual({ outcome: 'done' })
    const reopened = secretFile({ folder, cipher: keychainCipher(new StandInSafeStorage('gnome_libsecret'), 'linux') })
    expect(await reopened.read('gmail')).toEqual(found)
    expect(readFileSync(join(folder, secretFileName), 'utf8')).not.toContain(password)
    expect(Buffer.from(entryIn(folder), 'base64').toString('latin1')).not.toContain(password)
  })

  it('is refused on a Linux without a keyring', async () => {
    for (const encryptsPlainly of [true, false]) {
      const { keyring, store } = desktop('basic_text')
      keyring.encryptsPlainly = encryptsPlainly
      expect(await store.available()).toBe(false)
      expect(await store.write('gmail', password)).toEqual(refused)
      expect(await store.read('gmail')).toEqual({ outcome: 'none' })
    }
  })

  it('is refused where the backend has a good name and encrypts under the public password all the same', async () => {
    const { keyring, store } = desktop('gnome_libsecret')
    keyring.encryptsPlainly = true
    expect(await store.available()).toBe(false)
    expect(await store.write('gmail', password)).toEqual(refused)
  })

  it('takes the prefix for what it is on macOS and Windows: that of the real key', async () => {
    for (const platform of ['darwin', 'win32'] as const) {
      const { keyring, store } = desktop('unknown', platform)
      keyring.encryptsPlainly = true
      // As there: the function is Linux's only.
      Reflect.set(keyring, 'getSelectedStorageBackend', undefined)
      expect(await store.available()).toBe(true)
      expect(await store.write('gmail', password)).toEqual({ outcome: 'done' })
      expect(await store.read('gmail')).toEqual(found)
    }
  })

  it('is unavailable while it is locked, and what it holds is there again afterwards', async () => {
    const { keyring, store } = desktop()
    await store.write('gmail', password)
    keyring.isLocked = true
    expect(await store.available()).toBe(false)
    expect(await store.write('gmail', 'another')).toEqual(refused)
    expect(await store.read('gmail')).toEqual(unreadable)
    keyring.isLocked = false
    expect(await store.read('gmail')).toEqual(found)
  })

  it('cannot read what another user or machine encrypted, nor an entry moved to another name', async () => {
    const { keyring, store, folder } = desktop()
    await store.write('gmail', password)
    const cipher = keychainCipher(keyring, 'linux')
    expect(await cipher.decrypt('twilio', Buffer.from(entryIn(folder), 'base64'))).toBeNull()
    keyring.owner = 'someone else'
    expect(await store.read('gmail')).toEqual(unreadable)
  })

  it('encrypts anew, once, what an old key encrypted', async () => {
    const { folder, keyring, store } = desktop()
    await store.write('gmail', password)
    const old = entryIn(folder)
    keyring.rotate()
    expect(await store.read('gmail')).toEqual(found)
    const renewed = entryIn(folder)
    expect(renewed).not.toBe(old)
    expect(await keyring.decryptStringAsync(Buffer.from(renewed, 'base64'))).toMatchObject({ shouldReEncrypt: false })
    expect(await store.read('gmail')).toEqual(found)
    expect(entryIn(folder)).toBe(renewed)
  })

  it('still gives the secret where it cannot be encrypted anew', async () => {
    const { folder, keyring, store } = desktop()
    await store.write('gmail', password)
    const old = entryIn(folder)
    keyring.rotate()
    keyring.encryptStringAsync = () => Promise.reject(new Error('no'))
    expect(await store.read('gmail')).toEqual(found)
    expect(entryIn(folder)).toBe(old)
  })

  it('does not overwrite a secret that was entered while an old one was encrypted anew', async () => {
    const { keyring, store } = desktop()
    await store.write('gmail', 'old')
    keyring.rotate()
    const [read] = await Promise.all([
      store.read('gmail'),
      Promise.resolve().then(() => store.write('gmail', password)),
    ])
    expect(read.outcome).toBe('found')
    expect(await store.read('gmail')).toEqual(found)
  })
})
