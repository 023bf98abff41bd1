/** The one connection of a meeting. TLS is verified unless headquarters is on this very machine. */
import { readFileSync } from 'node:fs'
import pg from 'pg'
import { stopped } from './failure.ts'

export type Client = pg.Client

/** A server that takes no connection, or goes silent while it should answer, for this long is unreachable. */
const connectMs = 15_000
const answerMs = 120_000

/** Whether no network lies between: nobody can listen there. */
export const isOnThisMachine = (host: string): boolean =>
  host === 'localhost' || host === '127.0.0.1' || host === '::1' || host === '[::1]' || host.startsWith('/')

/** Values as text but for those below: the office has its own opinion on dates and numbers. */
const bigint = 20
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number) => (oid === bigint ? (value: string) => Number(value) : pg.types.getTypeParser(oid)),
} as pg.CustomTypesConfig

/** `host:port/database`, for people; never the password. Null where the text is no PostgreSQL URL. */
export function shownServer(url: string): string | null {
  const parsed = URL.canParse(url) ? new URL(url) : null
  if (parsed === null || !/^postgres(ql)?:$/.test(parsed.protocol) || parsed.hostname === '') return null
  return `${parsed.hostname}:${parsed.port === '' ? '5432' : parsed.port}${parsed.pathname}`
}

function readRoot(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    throw stopped('certificate', `The certificate that the address of headquarters names cannot be read: ${file}`)
  }
}

/** A part of the address as it is meant. Throws `MeetingStopped`. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw stopped(
      'refused',
      'The address of headquarters holds a % that stands for nothing. In a password write % as %25, @ as %40, : as %3A, / as %2F, # as %23.',
    )
  }
}

/**
 * Reads `postgresql://user:password@host:port/database?sslmode=…&sslrootcert=FILE`. Without `sslmode`, and with any but `disable`,
 * the server's certificate must be valid for its name. `disable` counts on this machine only. Throws `MeetingStopped`.
 */
export function clientConfig(url: string, ca?: string): pg.ClientConfig {
  if (shownServer(url) === null)
    throw stopped('refused', 'The address of headquarters is not a postgresql:// address with a host.')
  const parsed = new URL(url)
  const host = decoded(parsed.hostname)
  const wanted = parsed.searchParams.get('sslmode') ?? (isOnThisMachine(host) ? 'disable' : 'verify-full')
  if (wanted === 'disable' && !isOnThisMachine(host))
    throw stopped('no_tls', `sslmode=disable is for a headquarters on this machine; ${host} is another one.`)
  const rootFile = parsed.searchParams.get('sslrootcert')
  const root = ca ?? (rootFile === null ? undefined : readRoot(rootFile))
  return {
    host: host.replace(/^\[|\]$/g, ''),
    port: parsed.port === '' ? 5432 : Number(parsed.port),
    user: decoded(parsed.username),
    password: decoded(parsed.password),
    database: decoded(parsed.pathname.slice(1)),
    application_name: 'counterfoil',
    connectionTimeoutMillis: connectMs,
    query_timeout: answerMs,
    keepAlive: true,
    // What does not wait for an answer is sent without waiting.
    pipeline: true,
    types,
    ssl: wanted === 'disable' ? false : { rejectUnauthorized: true, ...(root === undefined ? {} : { ca: root }) },
  }
}

/** Opens the connection. Rejects with what the network, TLS or PostgreSQL said; see `failureOf`. */
export async function openLink(url: string, ca?: string): Promise<Client> {
  const client = new pg.Client(clientConfig(url, ca))
  // A connection that dies between two questions says so here; the next question then fails, which is where it is seen.
  client.on('error', () => {})
  try {
    await client.connect()
    // The answers' times are read as text in UTC, and nothing waits for ever on another branch.
    await client.query(
      `SET TIME ZONE 'UTC'; SET lock_timeout = '30s'; SET idle_in_transaction_session_timeout = '5min'`,
    )
  } catch (error) {
    await client.end().catch(() => undefined)
    throw error
  }
  return client
}

/** Runs `work` in one transaction. A connection that is gone rolls back by itself. */
export async function inTransaction<Result>(client: Client, work: () => Promise<Result>): Promise<Result> {
  await client.query('BEGIN')
  try {
    const result = await work()
    await client.query('COMMIT')
    return result
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined)
    throw error
  }
}

/**
 * Waits for all, so that nothing is under way any more when it settles, and rejects with what went wrong first: after one
 * statement failed PostgreSQL refuses the others of its transaction, which says nothing.
 */
export async function together<Result extends readonly unknown[]>(
  all: readonly [...{ [At in keyof Result]: Promise<Result[At]> }],
): Promise<Result> {
  const failures: unknown[] = []
  await Promise.all(all.map((each) => each.catch((error: unknown) => failures.push(error))))
  if (failures.length > 0) throw failures.find((each) => !isAftermath(each)) ?? failures[0]
  return (await Promise.all(all)) as unknown as Result
}

const isAftermath = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && (error.code === '25P02' || error.code === '26000')
