/** The providers' secrets in one file beside the database, each encrypted by the host that took it. See docs/decisions/0011. */
import { type FileHandle, open, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { SecretRead, SecretStore } from '../core/delivery/secret-store.ts'
import type { Chance } from '../core/kernel/chance.ts'
import { type OfficeKeys, seal, unseal } from '../core/kernel/keys.ts'

export const secretFileName = 'provider-secrets.json'

export interface OpenedSecret {
  readonly secret: string
  /** The key is an old one: the secret should be encrypted anew. */
  readonly stale: boolean
}

/** What makes a secret unreadable for whoever gets the file alone: the office's key, or the system's keychain in Electron. */
export interface SecretCipher {
  /** Stands beside what it encrypted, so that the other host knows whose it is. */
  readonly how: 'keychain' | 'key_file'
  available(): Promise<boolean>
  /** Binds the secret to its name: a value moved to another entry cannot be read. Rejects where there is no safe key. */
  encrypt(name: string, secret: string): Promise<Buffer>
  /** Null where the key is another one or the bytes were changed. */
  decrypt(name: string, bytes: Uint8Array): Promise<OpenedSecret | null>
}

export interface SecretFileParts {
  readonly folder: string
  /** Left out, the providers' secrets. */
  readonly fileName?: string
  /** Encrypts what is written, and reads it. */
  readonly cipher: SecretCipher
  /** Reads what the other host wrote, where this one can. */
  readonly alsoReads?: readonly SecretCipher[]
}

/** Entries are checked one by one, so that a strange one costs itself only, and is kept as it is. */
type Entries = ReadonlyMap<string, unknown>

const entryShape = z.object({ how: z.enum(['keychain', 'key_file']), value: z.base64() })

/** Who else may read it is no question on Windows: the user's own folders are. */
const hasModes = process.platform !== 'win32'

const isSystemError = (error: unknown): boolean => error instanceof Error && 'code' in error

export function secretFile(parts: SecretFileParts): SecretStore {
  const { folder, cipher, alsoReads = [], fileName = secretFileName } = parts
  const file = join(folder, fileName)
  const readers = [cipher, ...alsoReads]
  let writing: Promise<unknown> = Promise.resolve()

  /** Reading, changing and writing the file is one step; the next one waits, so that no entry is lost. */
  function inTurn<T>(step: () => Promise<T>): Promise<T> {
    const turn = writing.then(step)
    writing = turn.catch(() => undefined)
    return turn
  }

  async function put(name: string, secret: string, entries: Entries | null): Promise<void> {
    const value = (await cipher.encrypt(name, secret)).toString('base64')
    await save(file, new Map(entries).set(name, { how: cipher.how, value }), entries === null)
  }

  /** Only where the entry is still the one that was read. A failure leaves the old one, which can be read. */
  function refresh(name: string, secret: string, read: string): Promise<void> {
    return inTurn(async () => {
      const entries = await load(file)
      const entry = entryShape.safeParse(entries?.get(name))
      if (entry.success && entry.data.value === read) await put(name, secret, entries)
    }).catch(() => undefined)
  }

  async function read(name: string): Promise<SecretRead> {
    await writing
    const entries = await load(file).catch(nullIfSystem)
    if (entries === null) return { outcome: 'unreadable' }
    if (!entries.has(name)) return { outcome: 'none' }
    const entry = entryShape.safeParse(entries.get(name))
    if (!entry.success) return { outcome: 'unreadable' }
    const { how, value } = entry.data
    const opened = await readers.find((each) => each.how === how)?.decrypt(name, Buffer.from(value, 'base64'))
    if (opened === undefined || opened === null) return { outcome: 'unreadable' }
    if (opened.stale) await refresh(name, opened.secret, value)
    return { outcome: 'found', secret: opened.secret }
  }

  return {
    where: cipher.how,
    available: () => cipher.available(),
    read,
    write: (name, secret) =>
      inTurn(async () => {
        if (!(await cipher.available())) return { outcome: 'refused', reason: 'unavailable' }
        try {
          await put(name, secret, await load(file))
          return { outcome: 'done' }
        } catch (error) {
          // A full disk names itself by its code; a keychain that will not encrypt has none.
          return { outcome: 'refused', reason: isSystemError(error) ? 'not_written' : 'unavailable' }
        }
      }),
    remove: (name) =>
      inTurn(async () => {
        const entries = await load(file)
        if (entries?.has(name) !== true) return
        await save(file, new Map([...entries].filter(([each]) => each !== name)), false)
      }),
  }
}

const contextOf = (name: string): string => `provider-secret:${name}`

/**
 * Where the key of the scheduled backups is kept: always under the office's own keys. What it opens lies in clear beside
 * it, both hosts and the command line need it, and a keyring that is locked must not stop the backups of a night.
 */
export const backupSecrets = (folder: string, cipher: SecretCipher): SecretStore =>
  secretFile({ folder, fileName: 'backup-key.json', cipher })

/**
 * Where the way to headquarters is kept, for the same reasons: an unattended `counterfoil sync` has no keychain, and its role
 * may read no more at headquarters than what lies in clear beside it.
 */
export const headquartersSecrets = (folder: string, cipher: SecretCipher): SecretStore =>
  secretFile({ folder, fileName: 'headquarters-key.json', cipher })

/** AES-256-GCM under the key of `office.keys` that also seals the outbox. */
export function officeKeyCipher(keys: Pick<OfficeKeys, 'outbox'>, chance: Chance): SecretCipher {
  return {
    how: 'key_file',
    available: async () => true,
    encrypt: async (name, secret) => seal(keys.outbox, chance, contextOf(name), secret),
    async decrypt(name, bytes) {
      const secret = unseal(keys.outbox, contextOf(name), bytes)
      return secret === null ? null : { secret, stale: false }
    },
  }
}

function nullIfSystem(error: unknown): null {
  if (!isSystemError(error)) throw error
  return null
}

/** Empty where there is no file yet, null where it is damaged. Rejects where it cannot be read at all. */
async function load(file: string): Promise<Entries | null> {
  let handle: FileHandle
  try {
    handle = await open(file, 'r')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return new Map()
    throw error
  }
  try {
    await narrow(handle)
    return parse(await handle.readFile('utf8'))
  } finally {
    await handle.close()
  }
}

/** Whoever copied the file back or unpacked it may have let others in. */
async function narrow(handle: FileHandle): Promise<void> {
  if (!hasModes || ((await handle.stat()).mode & 0o777) === 0o600) return
  // Not ours to narrow (another user's file): it can be read all the same, and what it holds is encrypted.
  await handle.chmod(0o600).catch(nullIfSystem)
}

function parse(text: string): Entries | null {
  try {
    const parsed = z.record(z.string(), z.unknown()).safeParse(JSON.parse(text))
    return parsed.success ? new Map(Object.entries(parsed.data)) : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

/** Written beside, flushed, then renamed into place: a power cut leaves the old file or the new one, never half of one. */
async function save(file: string, entries: Entries, keepDamaged: boolean): Promise<void> {
  const incoming = `${file}.new`
  const handle = await open(incoming, 'w', 0o600)
  try {
    if (hasModes) await handle.chmod(0o600)
    await handle.writeFile(`${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`)
    await handle.sync()
  } finally {
    await handle.close()
  }
  if (keepDamaged) await rename(file, `${file}.damaged`)
  await rename(incoming, file)
  if (hasModes) await syncFolder(join(file, '..'))
}

/** The rename itself must be on disk too. Windows opens no folders, and journals renames by itself. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
