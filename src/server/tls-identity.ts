/** Who this host says it is over TLS: a certificate with its key, and what is wrong with them. */
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { done, failed, type Outcome } from '../core/kernel/outcome.ts'
import { certificateNames } from './served-names.ts'

export interface TlsIdentity {
  /** PEM; the certificate may bring its chain. */
  readonly cert: string
  readonly key: string
  /** SHA-256, `AB:CD:…`. */
  readonly fingerprint: string
  readonly validUntilMs: number
  /** The names and addresses it stands for. */
  readonly names: readonly string[]
  readonly selfSigned: boolean
}

/** Gives the identity for a host of these names. Asked at the start and every hour: certificates are renewed under way. */
export type TlsSource = (names: readonly string[], nowMs: number) => Promise<Outcome<TlsIdentity, string>>

/** Reads a pair, or says in one line why it cannot serve. */
export function readPair(cert: string, key: string, nowMs: number): Outcome<Omit<TlsIdentity, 'selfSigned'>, string> {
  let parsed: X509Certificate
  try {
    parsed = new X509Certificate(cert)
  } catch {
    return failed('the certificate is not PEM')
  }
  try {
    if (!parsed.checkPrivateKey(createPrivateKey(key))) return failed('the key is not the one of the certificate')
  } catch {
    return failed('the key is not an unencrypted PEM key')
  }
  const validUntilMs = Date.parse(parsed.validTo)
  if (!(validUntilMs > nowMs)) return failed(`the certificate expired on ${parsed.validTo}`)
  if (Date.parse(parsed.validFrom) > nowMs) return failed(`the certificate is valid from ${parsed.validFrom} only`)
  const names = certificateNames(parsed.subjectAltName)
  return done({ cert, key, fingerprint: parsed.fingerprint256, validUntilMs, names })
}

function readText(file: string): Outcome<string, string> {
  try {
    return done(readFileSync(file, 'utf8'))
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable'
    return failed(`${file} cannot be read (${code})`)
  }
}

/** The office's own certificate files, read anew each time. `warn` hears of a key that others on the machine may read. */
export function ownCertificate(certFile: string, keyFile: string, warn: (line: string) => void): TlsSource {
  let warned = false
  return async (_names, nowMs) => {
    const cert = readText(certFile)
    if (!cert.ok) return cert
    const key = readText(keyFile)
    if (!key.ok) return key
    const pair = readPair(cert.value, key.value, nowMs)
    if (!pair.ok) return failed(`${certFile} and ${keyFile}: ${pair.failure}`)
    if (!warned && process.platform !== 'win32' && (statSync(keyFile).mode & 0o077) !== 0) {
      warned = true
      warn(`${keyFile} can be read by others on this machine; "chmod 600" keeps it to its owner.`)
    }
    return done({ ...pair.value, selfSigned: false })
  }
}
