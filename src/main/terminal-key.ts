/** This installation's place among the office's terminals: a credential in a file of its own, outside the database. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Terminal, Terminals } from '../core/terminals/service.ts'

const keyFile = 'terminal.key'

function readKey(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

/** The terminal that the kept credential names. Enrols at the first start, and where the database does not know it (a restored one). */
export function installedTerminal(folder: string, terminals: Pick<Terminals, 'enrol' | 'recognise'>): Terminal {
  const file = join(folder, keyFile)
  const key = readKey(file)
  const known = key === null ? null : terminals.recognise(key)
  if (known !== null) return known
  const { terminal, credential } = terminals.enrol()
  // Written beside and moved into place: a power cut leaves the old key or the new one, never half of one.
  writeFileSync(`${file}.new`, `${credential}\n`, { mode: 0o600 })
  renameSync(`${file}.new`, file)
  return terminal
}
