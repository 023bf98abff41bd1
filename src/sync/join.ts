/** Makes this office a branch of headquarters, by the code that headquarters gave it. */
import { done, failed, type Outcome } from '../core/kernel/outcome.ts'
import { failureOf, type MeetingFailure, stopped } from './failure.ts'
import { headquartersUrl, type JoinCode, readJoinCode } from './join-code.ts'
import { type Client, inTransaction, openLink, shownServer } from './link.ts'
import { scramVerifier } from './scram.ts'

export interface JoinRequest {
  readonly code: string
  /** The branch's own from now on, printable ASCII. Keep it before calling: after a lost answer the same one goes on. */
  readonly newPassword: string
  /** 16 random bytes. */
  readonly salt: Uint8Array
  /** PEM, over the one in the code. */
  readonly ca?: string
}

export interface Joined {
  /** With the new password in it. */
  readonly url: string
  /** PEM of the authority that vouches for headquarters; null where the machine's own do. */
  readonly ca: string | null
  readonly branchId: string
  readonly branchCode: string
  /** `host:port/database`. */
  readonly server: string
  /** 1 for an office that joins for the first time; more where headquarters had this branch before. */
  readonly epoch: number
}

interface Mine {
  readonly id: string
  readonly code: string
  readonly epoch: number
}

/**
 * Uses the code up and gives this branch the new password, in one transaction there. Never throws for what may happen. The same
 * request again, after an answer that was lost, finds the branch joined and succeeds.
 */
export async function joinHeadquarters(request: JoinRequest): Promise<Outcome<Joined, MeetingFailure>> {
  const read = readJoinCode(request.code)
  if (!read.ok) return failed({ reason: 'refused', words: read.failure, passing: false })
  const code = read.value
  const ca = request.ca ?? code.ca
  const verifier = scramVerifier(request.newPassword, request.salt)
  const url = headquartersUrl(code, request.newPassword)
  try {
    const mine = await joinOrFindJoined(code, url, ca ?? undefined, verifier)
    const { id: branchId, code: branchCode, epoch } = mine
    return done({ url, ca, branchId, branchCode, server: shownServer(url) ?? '', epoch })
  } catch (error) {
    return failed(failureOf(error))
  }
}

async function joinOrFindJoined(code: JoinCode, url: string, ca: string | undefined, verifier: string): Promise<Mine> {
  try {
    return await over(headquartersUrl(code, code.password), ca, (client) => join(client, verifier))
  } catch (error) {
    if (failureOf(error).reason !== 'refused') throw error
    // Used up: perhaps by this very request, whose answer was lost.
    const found = await over(url, ca, myBranch).catch((second: unknown) => {
      if (failureOf(second).reason === 'refused') return null
      throw second
    })
    if (found === null) throw usedUp()
    return found
  }
}

const usedUp = () =>
  stopped(
    'refused',
    'This code was used or is too old. Ask headquarters for a new one ("counterfoil hq rejoin-branch" makes it).',
  )

async function over<Result>(
  url: string,
  ca: string | undefined,
  work: (client: Client) => Promise<Result>,
): Promise<Result> {
  const client = await openLink(url, ca)
  try {
    return await work(client)
  } finally {
    await client.end().catch(() => undefined)
  }
}

function join(client: Client, verifier: string): Promise<Mine> {
  return inTransaction(client, async () => {
    await client.query('SELECT counterfoil.join_office()')
    // The verifier is of base64, digits and `$:-` only: there is nothing in it to quote.
    await client.query(`ALTER ROLE CURRENT_USER PASSWORD '${verifier}'`)
    return myBranch(client)
  })
}

async function myBranch(client: Client): Promise<Mine> {
  const { rows } = await client.query<Mine>('SELECT id, code, epoch FROM counterfoil.branch')
  const [mine] = rows
  if (mine === undefined) throw stopped('revoked', 'Headquarters does not let this branch in.')
  return mine
}
