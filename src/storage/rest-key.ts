/** The key that signs access tokens, in a file beside the database and never in it, as the office's other keys. */
import { createPrivateKey, type KeyObject } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Chance } from '../core/kernel/chance.ts'

const keyFile = 'rest.key'
/** PKCS#8 of an Ed25519 key, up to its 32 bytes. Source: RFC 8410 §7. */
const pkcs8Head = Buffer.from('302e020100300506032b657004220420', 'hex')

/** An Ed25519 key of mode 0600, made at the first start with the REST interface. A stolen database, and a backup, hold none. */
export function restKey(folder: string, chance: Chance): KeyObject {
  const file = join(folder, keyFile)
  try {
    writeFileSync(file, chance.bytes(32), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  const bytes = readFileSync(file)
  if (bytes.length !== 32)
    throw new Error(`${keyFile} is damaged: delete it; access tokens given out before are refused then`)
  return createPrivateKey({ key: Buffer.concat([pkcs8Head, bytes]), format: 'der', type: 'pkcs8' })
}
