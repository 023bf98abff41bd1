/** Headquarters in a real PostgreSQL, with codes that branches join by. */
import type pg from 'pg'
import { headquartersUrl, readJoinCode } from '../../src/sync/join-code.ts'
import { headquarters } from './headquarters-peer.ts'
import { type PostgresPeer, startPostgres } from './postgres.ts'

export interface JoiningHeadquarters {
  readonly postgres: PostgresPeer
  readonly database: string
  /** A branch that nobody has joined yet: its id, the one-time code, and the address the code's role signs in with. */
  addBranch(code: string): Promise<{ branchId: string; joinCode: string; url: string; role: string }>
  /** As headquarters' owner, on a connection of its own: the server may have been away. */
  run(sql: string, values?: readonly unknown[]): Promise<pg.QueryResult>
  stop(): Promise<void>
}

export async function joiningHeadquarters(): Promise<JoiningHeadquarters> {
  const postgres = await startPostgres()
  const there = await headquarters(postgres)
  const run: JoiningHeadquarters['run'] = (sql, values) => postgres.run(there.database, sql, values)
  return {
    postgres,
    database: there.database,
    run,
    async addBranch(code) {
      // The server may have been away since.
      await there.reopen()
      const joinCode = await there.invite(code)
      const read = readJoinCode(joinCode)
      if (!read.ok) throw new Error(read.failure)
      const { rows } = await run('SELECT id FROM counterfoil.branch WHERE code = $1', [code])
      const { role, password } = read.value
      return { branchId: rows[0].id, joinCode, url: headquartersUrl(read.value, password), role }
    },
    async stop() {
      await there.owner.end().catch(() => undefined)
      await postgres.stop()
    },
  }
}
