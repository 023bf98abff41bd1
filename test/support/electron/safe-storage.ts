/** A keyring that a test can choose, lock, and give a new key; what it encrypts looks as Chromium's does. */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import type { DecryptStringAsyncReturnValue, SafeStorage } from 'electron'

export type KeyringBackend = ReturnType<SafeStorage['getSelectedStorageBackend']>

export class StandInSafeStorage
  implements
    Pick<
      SafeStorage,
      'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync' | 'getSelectedStorageBackend'
    >
{
  /** What the desktop's name makes Electron say; `encryptsPlainly` is what really happens. */
  backend: KeyringBackend
  /** Encrypts under the password that everybody knows, as Linux does without a keyring. */
  encryptsPlainly: boolean
  /** Locked, or refused by the person: every call rejects. */
  isLocked = false
  /** Another person's or machine's keyring has other keys. */
  owner = 'this user'
  #generation = 1

  constructor(backend: KeyringBackend) {
    this.backend = backend
    this.encryptsPlainly = backend === 'basic_text'
  }

  /** A new key; what the old ones encrypted can still be read, and should be encrypted anew. */
  rotate(): void {
    this.#generation += 1
  }

  getSelectedStorageBackend(): KeyringBackend {
    return this.backend
  }

  /** True also without a keyring: the fallback counts as one (Electron 45, `SafeStorage::IsAsyncEncryptionAvailable`). */
  async isAsyncEncryptionAvailable(): Promise<boolean> {
    return !this.isLocked
  }

  async encryptStringAsync(plainText: string): Promise<Buffer> {
    this.#demandUnlocked('encrypting the text provided to safeStorage.encryptStringAsync')
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', this.#key(this.#generation), nonce)
    const sealed = Buffer.concat([cipher.update(plainText, 'utf8'), cipher.final()])
    const head = Buffer.concat([Buffer.from(this.#tag()), Buffer.from([this.#generation])])
    return Buffer.concat([head, nonce, cipher.getAuthTag(), sealed])
  }

  async decryptStringAsync(encrypted: Buffer): Promise<DecryptStringAsyncReturnValue> {
    this.#demandUnlocked('decrypting the ciphertext provided to safeStorage.decryptStringAsync')
    const generation = encrypted[3] ?? 0
    const decipher = createDecipheriv('aes-256-gcm', this.#key(generation), encrypted.subarray(4, 16))
    decipher.setAuthTag(encrypted.subarray(16, 32))
    const result = decipher.update(encrypted.subarray(32), undefined, 'utf8') + decipher.final('utf8')
    return { result, shouldReEncrypt: generation !== this.#generation }
  }

  #demandUnlocked(doing: string): void {
    if (this.isLocked) throw new Error(`Error while ${doing}.`)
  }

  #tag(): string {
    return this.encryptsPlainly ? 'v10' : 'v11'
  }

  /** The same after every start, as a keyring's is. */
  #key(generation: number): Buffer {
    const owner = this.encryptsPlainly ? 'peanuts' : this.owner
    return createHash('sha256').update(`${owner} ${generation}`).digest()
  }
}
