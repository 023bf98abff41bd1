/** Makes this office a branch of headquarters, by the code that headquarters gave it. */
import { done, failed, type Outcome } from '../core/kernel/outcome.ts'
import { failureOf, type MeetingFailure, stopped } from './failure.ts'
import { type Client, inTransaction, openLink, shownServer } from './link.ts'

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
  readonly epoch: number
}

interface Mine {
  readonly id: string
  readonly code: string
  readonly epoch: number
}

/** Uses the code up and gives this branch the new password, in one transaction there. Never throws for what may happen. */
export async function joinHeadquarters(request: JoinRequest): Promise<Outcome<Joined, MeetingFailure>> {
  const { newPassword, ca } = request
  let client: Client | null = null
  try {
    const url = new TextDecoder().decode(Buffer.from(request.code.trim(), 'base64url'))
    const server = shownServer(url)
    if (server === null) throw stopped('refused', 'This is not a code from headquarters. Copy the whole of it.')
    client = await openLink(url, ca)
    const mine = await join(client, newPassword)
    const own = new URL(url)
    own.password = newPassword
    return done({ url: own.href, ca: ca ?? null, branchId: mine.id, branchCode: mine.code, server, epoch: mine.epoch })
  } catch (error) {
    return failed(failureOf(error))
  } finally {
    await client?.end().catch(() => undefined)
  }
}

function join(client: Client, newPassword: string): Promise<Mine> {
  return inTransaction(client, async () => {
    await client.query('SELECT counterfoil.join_office()')
    await client.query(`ALTER ROLE CURRENT_USER PASSWORD ${client.escapeLiteral(newPassword)}`)
    const { rows } = await client.query<Mine>('SELECT id, code, epoch FROM counterfoil.branch')
    const [mine] = rows
    if (mine === undefined) throw stopped('revoked', 'Headquarters does not let this branch in.')
    return mine
  })
}
