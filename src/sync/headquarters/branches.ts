/** Headquarters lets branches in and out. Each has a role of its own, whose name says nothing of it. */
import type { Chance } from '../../core/kernel/chance.ts'
import type { NewId } from '../../core/kernel/ids.ts'
import { done, failed, type Outcome } from '../../core/kernel/outcome.ts'
import { writeJoinCode } from '../join-code.ts'
import { type Client, inTransaction } from '../link.ts'
import { scramVerifier } from '../scram.ts'
import { type OwnerFailure, ownerFailure, ownerFailureOf } from './owner-link.ts'
import { type BranchRow, putOut, quoted } from './put-out.ts'

export interface BranchParts {
  readonly client: Client
  readonly chance: Chance
  readonly newId: NewId
}

/** Where branches reach headquarters: what the code says. */
export interface Reach {
  readonly host: string
  readonly port: number
  readonly ca: string | null
}

export interface NewBranch {
  readonly code: string
  readonly name: string
  /** IANA name. */
  readonly timeZone: string
  readonly hours: number
  readonly reach: Reach
}

/** Sessions of one branch at a time: two terminals that meet at once, and some that a cut line left behind. */
const mostSessions = 20

const word = (chance: Chance, bytes: number): string => Buffer.from(chance.bytes(bytes)).toString('base64url')

/** Thrown inside a transaction, to undo it, and turned into a value outside. */
class Refused extends Error {
  readonly failure: OwnerFailure
  constructor(reason: OwnerFailure['reason'], words: string) {
    super(words)
    this.failure = ownerFailure(reason, words)
  }
}

/** Fails or succeeds as a whole; never throws for what may happen. */
async function attempt<Value>(
  work: () => Promise<Outcome<Value, OwnerFailure>>,
): Promise<Outcome<Value, OwnerFailure>> {
  try {
    return await work()
  } catch (error) {
    return failed(error instanceof Refused ? error.failure : ownerFailureOf(error))
  }
}

const attemptInTransaction = <Value>(
  client: Client,
  work: () => Promise<Value>,
): Promise<Outcome<Value, OwnerFailure>> => attempt(async () => done(await inTransaction(client, work)))

async function branchOf(client: Client, code: string): Promise<BranchRow> {
  const { rows } = await client.query<BranchRow>('SELECT id, role_name FROM counterfoil.branch WHERE code = $1', [code])
  const [row] = rows
  if (row === undefined) throw new Refused('no_branch', `There is no branch "${code}".`)
  return row
}

async function joinCode({ client }: BranchParts, role: string, password: string, reach: Reach): Promise<string> {
  const { rows } = await client.query<{ name: string }>('SELECT current_database() AS name')
  return writeJoinCode({ ...reach, database: rows[0]?.name ?? '', role, password })
}

/** Answers with the code by which the branch joins, which nothing here keeps. */
export function addBranch(parts: BranchParts, branch: NewBranch): Promise<Outcome<string, OwnerFailure>> {
  const { client, chance } = parts
  return attemptInTransaction(client, async () => {
    const known = await client.query('SELECT 1 FROM pg_timezone_names WHERE name = $1', [branch.timeZone])
    if (known.rowCount === 0)
      throw new Refused('no_time_zone', `There is no time zone "${branch.timeZone}"; one is named like Asia/Kolkata.`)
    const role = `counterfoil_b_${Buffer.from(chance.bytes(8)).toString('hex')}`
    const password = word(chance, 24)
    const added = await client.query(
      `INSERT INTO counterfoil.branch (id, code, name, role_name, time_zone, join_expires_at)
       VALUES ($1, $2, $3, $4, $5, now() + make_interval(hours => $6)) ON CONFLICT (code) DO NOTHING`,
      [parts.newId(), branch.code, branch.name, role, branch.timeZone, branch.hours],
    )
    if (added.rowCount === 0)
      throw new Refused(
        'branch_taken',
        `There is a branch "${branch.code}" already. "rejoin-branch" gives it a new code.`,
      )
    await client.query(
      `CREATE ROLE ${quoted(role)} LOGIN CONNECTION LIMIT ${mostSessions}
       PASSWORD '${scramVerifier(password, chance.bytes(16))}' IN ROLE counterfoil_branch`,
    )
    await client.query(`ALTER ROLE ${quoted(role)} SET idle_session_timeout = '10min'`)
    return joinCode(parts, role, password, branch.reach)
  })
}

/** Puts the branch out, whatever its sessions hold. Throws `Refused` where that cannot be done. */
async function shutBranch(
  client: Client,
  code: string,
): Promise<{ readonly branch: BranchRow; readonly ended: number }> {
  const branch = await branchOf(client, code)
  const ended = await putOut(client, branch)
  if (ended === null)
    throw new Refused(
      'held',
      `Branch "${code}" comes back faster than its connections are ended, and holds what is to be written. Take its machine off the network (a firewall, or a "reject" line for the role ${branch.role_name} in pg_hba.conf), then run this again.`,
    )
  return { branch, ended }
}

/** Answers with how many open connections it ended. What the branch sent stays. */
export function revokeBranch({ client }: BranchParts, code: string): Promise<Outcome<number, OwnerFailure>> {
  return attempt(async () => done((await shutBranch(client, code)).ended))
}

/** A new code for a machine that replaces a lost one. The old machine is out before the new code is any good. */
export function rejoinBranch(
  parts: BranchParts,
  code: string,
  given: { readonly hours: number; readonly reach: Reach },
): Promise<Outcome<string, OwnerFailure>> {
  const { client, chance } = parts
  return attempt(async () => {
    // A session of the old machine that were still open could use the new code up itself.
    const { branch } = await shutBranch(client, code)
    const password = word(chance, 24)
    await inTransaction(client, async () => {
      await client.query(
        `UPDATE counterfoil.branch SET revoked_at = NULL, joined_at = NULL, join_expires_at = now() + make_interval(hours => $2)
         WHERE id = $1`,
        [branch.id, given.hours],
      )
      await client.query(
        `ALTER ROLE ${quoted(branch.role_name)} LOGIN PASSWORD '${scramVerifier(password, chance.bytes(16))}'`,
      )
    })
    return done(await joinCode(parts, branch.role_name, password, given.reach))
  })
}

/** Lets another branch serve a customer too, whom the first one knows by the account number. */
export function shareCustomer(
  client: Client,
  code: string,
  accountNo: string,
  withCode: string,
): Promise<Outcome<string, OwnerFailure>> {
  return attemptInTransaction(client, async () => {
    const home = await branchOf(client, code)
    const other = await branchOf(client, withCode)
    if (home.id === other.id) throw new Refused('no_branch', 'A branch serves its own customers already.')
    const { rows } = await client.query<{ id: string; name: string }>(
      'SELECT id, name FROM counterfoil.customer WHERE branch_id = $1 AND lower(account_no) = lower($2) ORDER BY id LIMIT 1',
      [home.id, accountNo],
    )
    const [customer] = rows
    if (customer === undefined)
      throw new Refused('no_customer', `Branch "${code}" has no customer with the account ${accountNo}.`)
    await client.query('SELECT counterfoil.share_customer($1, $2, $3)', [code, customer.id, withCode])
    return customer.name
  })
}
