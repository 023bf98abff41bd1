/** The connection of headquarters' own people: whoever owns the schema `counterfoil`. */
import { failureOf, type MeetingFailureReason } from '../failure.ts'
import { type Client, openLink } from '../link.ts'

export interface OwnerFailure {
  readonly reason:
    | MeetingFailureReason
    /** The database was brought further by a newer Counterfoil. */
    | 'newer'
    /** The migrations that were applied there are not those of this Counterfoil. */
    | 'history_changed'
    /** PostgreSQL is older than what is needed. */
    | 'server_old'
    /** Another session holds what this needs. */
    | 'busy'
    /** A branch's own sessions hold it, and come back as fast as they are ended. */
    | 'held'
    | 'no_branch'
    | 'branch_taken'
    | 'no_customer'
    | 'no_time_zone'
  /** One line that says what to do. */
  readonly words: string
}

export const ownerFailure = (reason: OwnerFailure['reason'], words: string): OwnerFailure => ({ reason, words })

const rights =
  'This role must own the database (or have CREATE on it), own the schema counterfoil, and have CREATEROLE; on the group counterfoil_branch it needs ADMIN.'

const busy =
  'Another session at headquarters holds what this needs: another run of hq, a report, or a branch. Try again when it is done; revoke-branch ends the sessions of a branch that never is.'

/** What PostgreSQL or the network said to headquarters' owner. */
export function ownerFailureOf(error: unknown): OwnerFailure {
  const { reason, words } = failureOf(error)
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
  if (code === '55P03') return { reason: 'busy', words: busy }
  if (reason === 'rights') return { reason, words: `${words}. ${rights}` }
  return { reason, words }
}

/** Opens it as an office's is opened, TLS and all. What others may have put into a schema of theirs is not found by its name. */
export async function openOwnerLink(url: string, ca?: string): Promise<Client> {
  const client = await openLink(url, ca)
  try {
    await client.query('SET search_path = pg_catalog, pg_temp')
    return client
  } catch (error) {
    await client.end().catch(() => undefined)
    throw error
  }
}
