/** Brings headquarters' database to this program's version: migrations in order, each in a transaction of its own, and partitions. */
import { done, failed, type Outcome } from '../../core/kernel/outcome.ts'
import { type AppliedRow, compareHistory, type Migration } from '../../storage/migrate.ts'
import { type Client, inTransaction } from '../link.ts'
import { type OwnerFailure, ownerFailure, ownerFailureOf } from './owner-link.ts'

/** Offices that know an older version of the tables than this are asked to update. */
const servesFrom = 50
/** Views that see what their reader may see; `security_invoker`. */
const oldestServer = 150_000
/** Partitions are there for so many years before this one and after it. */
const yearsBack = 2
const yearsAhead = 3

/** Two runs meet at this table, to which no branch has a right: an advisory lock could be taken, and kept, by anyone who signs in. */
const lockOut = 'LOCK TABLE counterfoil.migration IN SHARE ROW EXCLUSIVE MODE'

export interface Installed {
  readonly version: number
  /** How many migrations this run applied. */
  readonly applied: number
  /** How many partitions it made. */
  readonly partitions: number
}

/** `migrations`: all that this program knows. Never throws for what may happen; a second run at the same time waits. */
export async function installHeadquarters(
  client: Client,
  migrations: readonly Migration[],
): Promise<Outcome<Installed, OwnerFailure>> {
  try {
    const server = await client.query<{ number: number; name: string }>(
      `SELECT current_setting('server_version_num')::integer AS number, current_setting('server_version') AS name`,
    )
    const [version] = server.rows
    if (version !== undefined && version.number < oldestServer)
      return failed(ownerFailure('server_old', `PostgreSQL ${version.name} is too old: 15 or newer is needed.`))
    await makeHistory(client)
    let applied = 0
    for (;;) {
      const did = await step(client, migrations)
      if (!did.ok) return did
      if (!did.value) break
      applied += 1
    }
    await letBranchesConnect(client)
    const partitions = await ensurePartitions(client)
    return done({ version: migrations.at(-1)?.number ?? 0, applied, partitions })
  } catch (error) {
    return failed(ownerFailureOf(error))
  }
}

/** Where the database's owner took from everybody the right to connect. */
function letBranchesConnect(client: Client): Promise<void> {
  return inTransaction(client, async () => {
    await client.query(lockOut)
    await client.query(`DO $$ BEGIN
      IF NOT has_database_privilege('counterfoil_branch', current_database(), 'CONNECT') THEN
        EXECUTE format('GRANT CONNECT ON DATABASE %I TO counterfoil_branch', current_database());
      END IF;
    END $$`)
  })
}

/** Makes the partitions of the years around this one, by the server's clock. Returns how many were missing. */
export function ensurePartitions(client: Client): Promise<number> {
  return inTransaction(client, async () => {
    await client.query(lockOut)
    const { rows } = await client.query<{ made: number }>(
      `SELECT counterfoil.ensure_partitions(y.year - ${yearsBack}, y.year + ${yearsAhead}) AS made
       FROM (SELECT extract(year FROM now() AT TIME ZONE 'UTC')::integer AS year) y`,
    )
    return rows[0]?.made ?? 0
  })
}

/** Applies the next migration. False where there is none left. */
function step(client: Client, migrations: readonly Migration[]): Promise<Outcome<boolean, OwnerFailure>> {
  return inTransaction(client, async (): Promise<Outcome<boolean, OwnerFailure>> => {
    await client.query(lockOut)
    const history = await appliedThere(client)
    const refusal = compareHistory(history, migrations)
    if (refusal !== null)
      return failed(
        ownerFailure(
          refusal.kind === 'from_the_future' ? 'newer' : 'history_changed',
          refusal.message.replace('This database', "Headquarters' database"),
        ),
      )
    const next = migrations[history.length]
    if (next === undefined) return done(false)
    await client.query(next.sql)
    await client.query('INSERT INTO counterfoil.migration (number, name, checksum) VALUES ($1, $2, $3)', [
      next.number,
      next.name,
      next.checksum,
    ])
    await client.query(
      `INSERT INTO counterfoil.version (id, version, serves_from) VALUES (1, $1, $2)
       ON CONFLICT (id) DO UPDATE SET version = excluded.version, serves_from = excluded.serves_from`,
      [next.number, Math.min(servesFrom, next.number)],
    )
    return done(true)
  })
}

/** Makes what two runs meet at. Whoever is a moment later finds it made. */
async function makeHistory(client: Client): Promise<void> {
  try {
    await inTransaction(client, async () => {
      const { rows } = await client.query<{ there: boolean }>(
        `SELECT to_regclass('counterfoil.migration') IS NOT NULL AS there`,
      )
      if (rows[0]?.there === true) return
      // IF NOT EXISTS asks for the right to create schemas even where there is one.
      const schema = await client.query(`SELECT 1 FROM pg_namespace WHERE nspname = 'counterfoil'`)
      if (schema.rowCount === 0) await client.query('CREATE SCHEMA counterfoil')
      await client.query(
        `CREATE TABLE counterfoil.migration (number integer PRIMARY KEY, name text NOT NULL, checksum text NOT NULL,
           applied_at timestamptz NOT NULL DEFAULT now())`,
      )
    })
  } catch (error) {
    if (!isThere(error)) throw error
    await makeHistory(client)
  }
}

/** SQLSTATEs of a schema or table that another run made meanwhile; their own catalogues say so as a key that is taken. */
const isThere = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && /^(42P06|42P07|23505)$/.test(String(error.code))

async function appliedThere(client: Client): Promise<AppliedRow[]> {
  const applied = await client.query<AppliedRow>(
    'SELECT number, name, checksum FROM counterfoil.migration ORDER BY number',
  )
  return applied.rows
}
