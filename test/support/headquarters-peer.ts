/** A headquarters on a real PostgreSQL: a database whose owner is no superuser, brought up as `counterfoil hq init` does it. */
import { fileURLToPath } from 'node:url'
import type pg from 'pg'
import { idMaker } from '../../src/core/kernel/ids.ts'
import type { Outcome } from '../../src/core/kernel/outcome.ts'
import { machineChance } from '../../src/gateways/system.ts'
import { readMigrations } from '../../src/storage/migrate.ts'
import { addBranch } from '../../src/sync/headquarters/branches.ts'
import { installHeadquarters } from '../../src/sync/headquarters/install.ts'
import { openOwnerLink } from '../../src/sync/headquarters/owner-link.ts'
import { joinHeadquarters } from '../../src/sync/join.ts'
import { type Client, openLink } from '../../src/sync/link.ts'
import type { PostgresPeer } from './postgres.ts'

export const headquartersMigrations = fileURLToPath(new URL('../../src/sync/headquarters/migrations/', import.meta.url))

export interface BranchThere {
  readonly url: string
  readonly id: string
  readonly code: string
  readonly role: string
  /** A new connection of the branch; it ends with the server at the latest. */
  open(): Promise<Client>
}

export interface Headquarters {
  readonly ownerUrl: string
  readonly database: string
  /** A connection of the owner; it ends with the server. */
  readonly owner: Client
  /** The owner's connection as it is now. */
  asking(): Client
  /** A new one, after the server was down. */
  reopen(): Promise<void>
  run(sql: string, values?: readonly unknown[]): Promise<pg.QueryResult>
  /** The code that joins, of a branch that has not. */
  invite(code: string): Promise<string>
  /** A branch that has joined. */
  branch(code: string): Promise<BranchThere>
}

export function valueIn<Value>(outcome: Outcome<Value, { readonly words: string }>): Value {
  if (!outcome.ok) throw new Error(outcome.failure.words)
  return outcome.value
}

let made = 0
const newId = idMaker({ now: () => Date.now() }, machineChance)

/** A new database with an owner that may make roles, and nothing more. */
export async function emptyHeadquarters(peer: PostgresPeer): Promise<{ ownerUrl: string; database: string }> {
  made += 1
  const database = `hq_${made}`
  const owner = `hq_owner_${made}`
  await peer.run('postgres', `CREATE ROLE ${owner} LOGIN CREATEROLE PASSWORD 'owner'`)
  // One group for the whole cluster; the first owner made it. Owners of later databases get what that one has.
  const group = await peer.run('postgres', `SELECT 1 FROM pg_roles WHERE rolname = 'counterfoil_branch'`)
  if ((group.rowCount ?? 0) > 0) await peer.run('postgres', `GRANT counterfoil_branch TO ${owner} WITH ADMIN OPTION`)
  await peer.run('postgres', `CREATE DATABASE ${database} OWNER ${owner}`)
  return { ownerUrl: `postgresql://${owner}:owner@127.0.0.1:${peer.port}/${database}`, database }
}

export async function headquarters(peer: PostgresPeer): Promise<Headquarters> {
  const { ownerUrl, database } = await emptyHeadquarters(peer)
  const owner = await openOwnerLink(ownerUrl)
  let asking = owner
  valueIn(await installHeadquarters(owner, readMigrations(headquartersMigrations)))
  const reach = { host: '127.0.0.1', port: peer.port, ca: null }
  const invite = async (code: string): Promise<string> =>
    valueIn(
      await addBranch(
        { client: asking, chance: machineChance, newId },
        { code, name: `Branch ${code}`, timeZone: 'Asia/Kolkata', hours: 72, reach },
      ),
    )
  return {
    ownerUrl,
    database,
    owner,
    asking: () => asking,
    run: (sql, values = []) => asking.query(sql, [...values]),
    async reopen() {
      await asking.end().catch(() => undefined)
      asking = await openOwnerLink(ownerUrl)
    },
    invite,
    async branch(code) {
      const joined = valueIn(
        await joinHeadquarters({
          code: await invite(code),
          newPassword: `branch-${code}-password`,
          salt: machineChance.bytes(16),
        }),
      )
      return {
        url: joined.url,
        id: joined.branchId,
        code,
        role: new URL(joined.url).username,
        open: () => openLink(joined.url),
      }
    },
  }
}
