/** The one line by which headquarters lets a branch in: where it is, and a password that works once. */
import { createHash } from 'node:crypto'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { z } from 'zod'
import { done, failed, type Outcome } from '../core/kernel/outcome.ts'

export interface JoinCode {
  readonly host: string
  readonly port: number
  readonly database: string
  readonly role: string
  readonly password: string
  /** PEM; null where the machine's own authorities vouch for headquarters. */
  readonly ca: string | null
}

/** Begins with its version: a program that does not know it says so. */
const prefix = 'CFHQ1-'
const checkLength = 6
const longest = 20_000

const shape = z.object({
  h: z.string().min(1).max(255),
  p: z.int().min(1).max(65_535),
  d: z.string().min(1).max(63),
  r: z.string().min(1).max(63),
  k: z.string().min(1).max(256),
  c: z.string().optional(),
})

const checkOf = (body: string): string => createHash('sha256').update(body).digest('base64url').slice(0, checkLength)

export function writeJoinCode(code: JoinCode): string {
  const { host: h, port: p, database: d, role: r, password: k, ca } = code
  const packed = deflateRawSync(JSON.stringify({ h, p, d, r, k, ...(ca === null ? {} : { c: ca }) }))
  const body = packed.toString('base64url')
  return `${prefix}${body}${checkOf(body)}`
}

/** Space and line breaks that a mail put into it do no harm. Fails with one line for a person. */
export function readJoinCode(text: string): Outcome<JoinCode, string> {
  const line = text.replace(/\s+/g, '')
  const version = /^CFHQ(\d+)-/.exec(line)?.[1]
  if (version === undefined) return failed('This is not a code of headquarters: one begins with CFHQ.')
  if (!line.startsWith(prefix)) return failed('This code was made by a newer Counterfoil. Update this office.')
  const body = line.slice(prefix.length, -checkLength)
  if (line.length > longest || checkOf(body) !== line.slice(-checkLength))
    return failed('This code is not whole. Copy all of it, from CFHQ to its end.')
  try {
    const unpacked = inflateRawSync(Buffer.from(body, 'base64url'), { maxOutputLength: 1 << 20 })
    const { h, p, d, r, k, c } = shape.parse(JSON.parse(unpacked.toString('utf8')))
    return done({ host: h, port: p, database: d, role: r, password: k, ca: c ?? null })
  } catch {
    return failed('This code cannot be read. Ask headquarters for a new one.')
  }
}

/** The address with a password in it. */
export function headquartersUrl(code: Pick<JoinCode, 'host' | 'port' | 'database' | 'role'>, password: string): string {
  const host = code.host.includes(':') ? `[${code.host.replace(/^\[|\]$/g, '')}]` : code.host
  const [role, secret, database] = [code.role, password, code.database].map(encodeURIComponent)
  return `postgresql://${role}:${secret}@${host}:${code.port}/${database}`
}
