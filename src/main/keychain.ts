/** The system's keychain as cipher of the providers' secrets: Keychain on macOS, DPAPI on Windows, a keyring on Linux. */
import type { SafeStorage } from 'electron'
import type { SecretCipher } from '../gateways/secret-file.ts'

type Keychain = Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync' | 'getSelectedStorageBackend'
>

/** Nothing that needs hiding: only how it comes back is looked at. */
const probe = 'counterfoil'

/** Stands before the secret inside what is encrypted, so that an entry moved to another name is noticed. */
const headOf = (name: string): string => `provider-secret:${name}\n`

/**
 * Linux without a keyring encrypts under a password that stands in Chromium's source. The backend's name is chosen by the
 * desktop's name and may miss it; what was encrypted so begins with `v10` in any case (elsewhere `v10` is the real key).
 * Source: Chromium, components/os_crypt/async/browser/fallback_linux_key_provider.cc.
 */
const isObfuscation = (bytes: Buffer): boolean => bytes.subarray(0, 3).toString('latin1') === 'v10'

/** To be used once Electron is ready. */
export function keychainCipher(safeStorage: Keychain, platform: NodeJS.Platform): SecretCipher {
  const isLinux = platform === 'linux'

  async function encryptSafely(text: string): Promise<Buffer> {
    if (isLinux && safeStorage.getSelectedStorageBackend() === 'basic_text') throw new Error('there is no keyring')
    const bytes = await safeStorage.encryptStringAsync(text)
    if (isLinux && isObfuscation(bytes)) throw new Error('there is no keyring')
    return bytes
  }

  return {
    how: 'keychain',
    async available() {
      try {
        if (!(await safeStorage.isAsyncEncryptionAvailable())) return false
        if (isLinux) await encryptSafely(probe)
        return true
      } catch {
        // A keychain that is locked, or that the person refused: nothing safe is there now.
        return false
      }
    },
    encrypt: (name, secret) => encryptSafely(headOf(name) + secret),
    async decrypt(name, bytes) {
      try {
        const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(Buffer.from(bytes))
        const head = headOf(name)
        return result.startsWith(head) ? { secret: result.slice(head.length), stale: shouldReEncrypt } : null
      } catch {
        // Another user's or machine's key, changed bytes, a locked keychain: all are "cannot be read now".
        return null
      }
    },
  }
}
