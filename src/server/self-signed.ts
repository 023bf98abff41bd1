/** A certificate of the office's own making, for a network without a certificate authority. People compare its fingerprint. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { join } from 'node:path'
import { done, failed } from '../core/kernel/outcome.ts'
import { readPair, type TlsIdentity, type TlsSource } from './tls-identity.ts'

const certFile = 'tls-certificate.pem'
const keyFile = 'tls-key.pem'

const dayMs = 24 * 60 * 60_000

/** The longest life that any browser grants; longer would be refused by some, shorter would make people compare more often. */
export const validDays = 397
/** Renewed this long before its end. */
export const renewDays = 30

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

/** Written beside and moved into place: a power cut leaves the old file or the new one. */
function write(file: string, text: string, mode: number): void {
  writeFileSync(`${file}.new`, text, { mode })
  renameSync(`${file}.new`, file)
}

async function make(names: readonly string[], nowMs: number): Promise<{ cert: string; private: string }> {
  const { generate } = await import('selfsigned')
  const altNames = names.map((name) =>
    isIP(name) === 0 ? ({ type: 2, value: name } as const) : ({ type: 7, ip: name } as const),
  )
  return generate([{ name: 'commonName', value: 'Counterfoil' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    // An hour back: the clocks of two machines are never quite the same.
    notBeforeDate: new Date(nowMs - 60 * 60_000),
    notAfterDate: new Date(nowMs - 60 * 60_000 + validDays * dayMs),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames },
    ],
  })
}

/** The certificate kept in the data folder; a new one where there is none, it ends soon, or the machine has a new name or address. */
export function selfSignedCertificate(folder: string): TlsSource {
  const kept = (names: readonly string[], nowMs: number): TlsIdentity | null => {
    const [cert, key] = [read(join(folder, certFile)), read(join(folder, keyFile))]
    if (cert === null || key === null) return null
    const pair = readPair(cert, key, nowMs)
    if (!pair.ok || pair.value.validUntilMs - nowMs < renewDays * dayMs) return null
    return names.every((name) => pair.value.names.includes(name)) ? { ...pair.value, selfSigned: true } : null
  }
  return async (names, nowMs) => {
    const found = kept(names, nowMs)
    if (found !== null) return done(found)
    const made = await make(names, nowMs)
    write(join(folder, keyFile), made.private, 0o600)
    write(join(folder, certFile), made.cert, 0o644)
    const pair = readPair(made.cert, made.private, nowMs)
    return pair.ok ? done({ ...pair.value, selfSigned: true }) : failed(pair.failure)
  }
}
