/** Headquarters' whole database, kept as it is and put back later, as from a backup of PostgreSQL. */
import type { Headquarters } from './headquarters-peer.ts'
import type { PostgresPeer } from './postgres.ts'

let kept = 0

export interface KeptHeadquarters {
  putBack(): Promise<void>
}

/** Nobody may be connected but the owner, whose connection is another one afterwards. */
export async function keepHeadquarters(peer: PostgresPeer, hq: Headquarters): Promise<KeptHeadquarters> {
  kept += 1
  const name = `kept_${kept}`
  const owner = new URL(hq.ownerUrl).username
  const copy = async (from: string, to: string): Promise<void> => {
    await hq.asking().end()
    await peer.run('postgres', `DROP DATABASE IF EXISTS ${to} WITH (FORCE)`)
    await peer.run('postgres', `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${from}'`)
    await peer.run('postgres', `CREATE DATABASE ${to} TEMPLATE ${from} OWNER ${owner}`)
  }
  await copy(hq.database, name)
  await hq.reopen()
  return {
    async putBack() {
      await copy(name, hq.database)
      await hq.reopen()
    },
  }
}
