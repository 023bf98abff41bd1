/** The office's keys, in a file beside the database and never in it. */
import { createSecretKey } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Chance } from '../core/kernel/chance.ts'
import type { OfficeKeys } from '../core/kernel/keys.ts'

const keyFile = 'office.keys'

/** Whether an office was ever opened in this folder. */
export const officeKeysThere = (folder: string): boolean => existsSync(join(folder, keyFile))

/**
 * The keys beside, never inside, the database: a file of mode 0600, made at the first start. A stolen database, and a
 * backup, hold neither.
 */
export function officeKeys(folder: string, chance: Chance): OfficeKeys {
  const file = join(folder, keyFile)
  try {
    writeFileSync(file, chance.bytes(64), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  const bytes = readFileSync(file)
  if (bytes.length !== 64)
    throw new Error(
      `${keyFile} is damaged: delete it; codes on their way must be sent again, and the providers' passwords entered again`,
    )
  // Key objects, not bytes: Node builds one from bytes anew at every use, which costs more than the HMAC itself.
  return { code: createSecretKey(bytes.subarray(0, 32)), outbox: createSecretKey(bytes.subarray(32)) }
}
