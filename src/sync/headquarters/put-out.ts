/**
 * Puts a branch's role out: no sign-in, no open session. Whoever holds its password may hold, in a session left open, the very rows
 * that this must write; so sessions end first, the role is shut with little patience, and sessions end again, round after round.
 */
import { type Client, inTransaction } from '../link.ts'

/** A machine that comes back as fast as it is put out is given up on after so many rounds; one needs two or three. */
const mostRounds = 50
/** Longer than this only a session of the role itself is in the way, and that ends with the next round. */
const patienceMs = 200
/** Until sessions that were told to end are looked for again. PostgreSQL waits no longer for one. */
const goneWithinMs = 5_000

/** Names made here alone, of letters, digits and underscores; read back from the table all the same. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

export interface BranchRow {
  readonly id: string
  readonly role_name: string
}

const text = (error: unknown, name: 'code' | 'routine'): string => {
  const value = typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined
  return typeof value === 'string' ? value : ''
}

/** Another session held a row, came to a standstill with this one, or wrote the role's own row a moment earlier. */
const isInTheWay = (error: unknown): boolean =>
  /^(55P03|40P01|40001)$/.test(text(error, 'code')) || text(error, 'routine') === 'simple_heap_update'

/**
 * Ends every session of the role and waits until they are gone. Answers with how many there were. The role that asks must be a member
 * for that, and is one just so long.
 */
function endSessions(client: Client, role: string): Promise<number> {
  return inTransaction(client, async () => {
    const { rows } = await client.query<{ superuser: boolean }>(
      'SELECT rolsuper AS superuser FROM pg_roles WHERE rolname = current_user',
    )
    const join = rows[0]?.superuser !== true
    if (join) await client.query(`GRANT ${quoted(role)} TO CURRENT_USER`)
    // All are told before any is waited for.
    const ended = await client.query<{ pid: number }>(
      `WITH told AS MATERIALIZED (
         SELECT a.pid, pg_terminate_backend(a.pid) AS done FROM pg_stat_activity a
         WHERE a.usename = $1 AND a.pid <> pg_backend_pid())
       SELECT pid FROM told WHERE done`,
      [role],
    )
    for (const { pid } of ended.rows) await client.query('SELECT pg_terminate_backend($1, $2)', [pid, goneWithinMs])
    if (join) await client.query(`REVOKE ${quoted(role)} FROM CURRENT_USER GRANTED BY CURRENT_USER`)
    return ended.rowCount ?? 0
  })
}

/** False where something was in the way. */
async function shut(client: Client, { id, role_name }: BranchRow): Promise<boolean> {
  try {
    await inTransaction(client, async () => {
      await client.query(`SET LOCAL lock_timeout = ${patienceMs}`)
      await client.query(`ALTER ROLE ${quoted(role_name)} NOLOGIN PASSWORD NULL`)
      await client.query(
        'UPDATE counterfoil.branch SET revoked_at = coalesce(revoked_at, now()), join_expires_at = NULL WHERE id = $1',
        [id],
      )
    })
    return true
  } catch (error) {
    if (!isInTheWay(error)) throw error
    return false
  }
}

/**
 * Answers with how many sessions it ended; null where they came back faster than they could be ended. Afterwards the branch is
 * revoked and nobody is in. Rejects with what PostgreSQL said.
 */
export async function putOut(client: Client, branch: BranchRow): Promise<number | null> {
  let ended = 0
  for (let round = 0; round < mostRounds; round += 1) {
    ended += await endSessions(client, branch.role_name)
    if (!(await shut(client, branch))) continue
    // Who signed in just before is found now, and nobody after.
    return ended + (await endSessions(client, branch.role_name))
  }
  return null
}
