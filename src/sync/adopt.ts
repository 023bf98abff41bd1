/** An office that is told its headquarters by the environment: which branch it is, the role says that signs in. */
import { failureOf, stopped } from './failure.ts'
import { type Client, shownServer } from './link.ts'
import type { MeetingParts } from './parts.ts'

interface Branch {
  readonly id: string
  readonly code: string
  readonly epoch: number
}

async function branchOf(client: Client): Promise<Branch | undefined> {
  const { rows } = await client.query<Branch>('SELECT id, code, epoch FROM counterfoil.branch')
  return rows[0]
}

/** The code that was printed for this branch may be the very address that this office was given. */
async function branchThatJoins(client: Client): Promise<Branch | undefined> {
  try {
    await client.query('SELECT counterfoil.join_office()')
  } catch (error) {
    if (failureOf(error).reason === 'refused') throw stopped('revoked', 'Headquarters does not let this branch in.')
    throw error
  }
  return branchOf(client)
}

/** Does nothing where this office is a branch already. Throws `MeetingStopped`, or what the network or PostgreSQL said. */
export async function adoptBranch(
  parts: Pick<MeetingParts, 'store' | 'transact' | 'audit' | 'by'>,
  client: Client,
  url: string,
): Promise<void> {
  const { store } = parts
  if (store.state().branch_id !== null) return
  const branch = (await branchOf(client)) ?? (await branchThatJoins(client))
  if (branch === undefined) throw stopped('revoked', 'Headquarters no longer lets this branch in.')
  const server = shownServer(url) ?? ''
  parts.transact(() => {
    store.join(branch.id, branch.code, server, branch.epoch)
    store.beginAnew()
    parts.audit.append({
      ...parts.by,
      visitId: null,
      action: 'headquarters.joined',
      subject: 'office',
      outcome: 'environment',
      detail: { branch: branch.code, server },
    })
  })
}
