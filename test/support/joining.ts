/** Headquarters in a real PostgreSQL, with codes that branches join by. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'
import { writeJoinCode } from '../../src/sync/join-code.ts'
import { type PostgresPeer, startPostgres } from './postgres.ts'

const migrations = fileURLToPath(new URL('../../src/sync/headquarters/migrations/', import.meta.url))

export interface JoiningHeadquarters {
  readonly postgres: PostgresPeer
  /** A branch that nobody has joined yet: its id, the one-time code, and the address the code's role signs in with. */
  addBranch(code: string): Promise<{ branchId: string; joinCode: string; url: string; role: string }>
  /** As headquarters' owner. */
  run(sql: string, values?: readonly unknown[]): Promise<pg.QueryResult>
  stop(): Promise<void>
}

export async function joiningHeadquarters(): Promise<JoiningHeadquarters> {
  const postgres = await startPostgres()
  await postgres.createDatabase('headquarters')
  const run: JoiningHeadquarters['run'] = (sql, values) => postgres.run('headquarters', sql, values)
  await run('CREATE SCHEMA counterfoil')
  for (const file of readdirSync(migrations).sort()) await run(readFileSync(migrations + file, 'utf8'))
  await run('SELECT counterfoil.ensure_partitions(2025, 2028)')
  await run('INSERT INTO counterfoil.version VALUES (1, 30, 30)')
  return {
    postgres,
    run,
    async addBranch(code) {
      const branchId = crypto.randomUUID()
      const role = `counterfoil_b_${branchId.slice(0, 8)}`
      await run(`CREATE ROLE ${role} LOGIN PASSWORD 'one-time-password' IN ROLE counterfoil_branch`)
      await run(
        `INSERT INTO counterfoil.branch (id, code, name, role_name, time_zone, join_expires_at)
         VALUES ($1, $2, $2, $3, 'UTC', now() + interval '1 day')`,
        [branchId, code, role],
      )
      const at = { host: '127.0.0.1', port: postgres.port, database: 'headquarters', role }
      const joinCode = writeJoinCode({ ...at, password: 'one-time-password', ca: null })
      const url = `postgresql://${role}:one-time-password@127.0.0.1:${postgres.port}/headquarters`
      return { branchId, joinCode, url, role }
    },
    stop: () => postgres.stop(),
  }
}
