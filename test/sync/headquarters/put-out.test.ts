import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { idMaker } from '../../../src/core/kernel/ids.ts'
import { machineChance } from '../../../src/gateways/system.ts'
import { readMigrations } from '../../../src/storage/migrate.ts'
import { type BranchParts, rejoinBranch, revokeBranch, shareCustomer } from '../../../src/sync/headquarters/branches.ts'
import { ensurePartitions, installHeadquarters } from '../../../src/sync/headquarters/install.ts'
import { joinHeadquarters } from '../../../src/sync/join.ts'
import { type Client, openLink } from '../../../src/sync/link.ts'
import {
  type BranchThere,
  type Headquarters,
  headquarters,
  headquartersMigrations,
  valueIn,
} from '../../support/headquarters-peer.ts'
import { type PostgresPeer, startPostgres } from '../../support/postgres.ts'

let peer: PostgresPeer
let hq: Headquarters
let parts: BranchParts
beforeAll(async () => {
  peer = await startPostgres({ settings: ['fsync=off'] })
  hq = await headquarters(peer)
  parts = { client: hq.owner, chance: machineChance, newId: idMaker({ now: () => Date.now() }, machineChance) }
})
afterAll(() => peer.stop())

/** What a session does before it stays idle with its transaction open, so that others wait for it. */
const holds = {
  'its row of the branches': ['BEGIN', 'SELECT * FROM counterfoil.lock_lane(1, 1::smallint)'],
  'its role': ['BEGIN', `ALTER ROLE CURRENT_USER PASSWORD 'mine'`],
  both: ['BEGIN', `ALTER ROLE CURRENT_USER PASSWORD 'mine'`, 'SELECT * FROM counterfoil.lock_lane(1, 1::smallint)'],
} as const

async function holding(branch: BranchThere, statements: readonly string[]): Promise<Client> {
  const client = await branch.open()
  onTestFinished(() => client.end().catch(() => undefined))
  // Its limits are its own to set.
  for (const sql of ['SET idle_in_transaction_session_timeout = 0', 'SET lock_timeout = 0', ...statements])
    await client.query(sql)
  return client
}

const sessionsOf = async (branch: BranchThere): Promise<number> =>
  (await peer.run('postgres', 'SELECT pid FROM pg_stat_activity WHERE usename = $1', [branch.role])).rowCount ?? -1

const reach = () => ({ hours: 1, reach: { host: '127.0.0.1', port: peer.port, ca: null } })

describe('a stolen terminal', () => {
  it.each(Object.entries(holds))('that holds %s is put out all the same', async (name, statements) => {
    const branch = await hq.branch(`hold-${name.length}`)
    const sessions = [await holding(branch, statements), await branch.open()]
    expect(valueIn(await revokeBranch(parts, branch.code))).toBe(2)
    for (const session of sessions) await expect(session.query('SELECT 1')).rejects.toThrow()
    expect(await sessionsOf(branch)).toBe(0)
    await expect(openLink(branch.url)).rejects.toMatchObject({ code: expect.stringMatching(/^28/) })
  })

  it.each(Object.entries(holds))('that holds %s does not keep its successor from joining', async (name, statements) => {
    const branch = await hq.branch(`next-${name.length}`)
    await holding(branch, statements)
    const code = valueIn(await rejoinBranch(parts, branch.code, reach()))
    expect(await sessionsOf(branch)).toBe(0)
    const salt = machineChance.bytes(16)
    const joined = valueIn(await joinHeadquarters({ code, newPassword: 'of-the-new-machine', salt }))
    expect(joined).toMatchObject({ branchId: branch.id, epoch: 2 })
  })

  it('that signs in again as fast as it is put out is put out', async () => {
    const branch = await hq.branch('again')
    let isOver = false
    let times = 0
    async function come(statements: readonly string[]): Promise<void> {
      while (!isOver) {
        try {
          const client = await branch.open()
          times += 1
          for (const sql of statements) await client.query(sql)
          await client.query('SELECT pg_sleep(3600)').finally(() => client.end().catch(() => undefined))
        } catch (error) {
          if (error instanceof Error && 'code' in error && String(error.code).startsWith('28')) return
        }
      }
    }
    const machines = Object.values(holds).map(come)
    await expect.poll(() => times).toBeGreaterThan(2)
    const revoked = await revokeBranch(parts, branch.code)
    isOver = true
    expect(revoked.ok).toBe(true)
    await Promise.all(machines)
    expect(await sessionsOf(branch)).toBe(0)
    await expect(openLink(branch.url)).rejects.toMatchObject({ code: expect.stringMatching(/^28/) })
  })

  it('does not use the new code up in a session that it left open', async () => {
    const branch = await hq.branch('greedy')
    const greedy = await branch.open()
    let isOver = false
    const tries = (async () => {
      while (!isOver) {
        const got = await greedy.query('SELECT counterfoil.join_office()').catch((error: unknown) => error)
        if (!(got instanceof Error)) return 'joined'
        if (!('code' in got) || got.code !== 'CF004') return 'out'
      }
      return 'out'
    })()
    const code = valueIn(await rejoinBranch(parts, branch.code, reach()))
    isOver = true
    expect(await tries).toBe('out')
    const salt = machineChance.bytes(16)
    expect((await joinHeadquarters({ code, newPassword: 'new', salt })).ok).toBe(true)
  })

  it('stops neither hq init nor the partitions nor hq share by locks that anyone may take', async () => {
    const branch = await hq.branch('locks')
    await hq.branch('serves')
    const session = await holding(branch, [
      'BEGIN',
      'SELECT pg_advisory_lock(7142021)',
      'SELECT * FROM counterfoil.lock_lane(1, 1::smallint)',
    ])
    await expect(session.query('SAVEPOINT s; LOCK TABLE counterfoil.migration IN ACCESS SHARE MODE')).rejects.toThrow(
      /permission denied/,
    )
    await session.query('ROLLBACK TO SAVEPOINT s')
    await hq.run(`SET lock_timeout = '2s'`)
    onTestFinished(async () => {
      await hq.run(`SET lock_timeout = '30s'`)
    })
    expect((await installHeadquarters(hq.owner, readMigrations(headquartersMigrations))).ok).toBe(true)
    expect(await ensurePartitions(hq.owner)).toBe(0)
    expect(await shareCustomer(hq.owner, 'locks', 'nobody', 'serves')).toMatchObject({
      ok: false,
      failure: { reason: 'no_customer' },
    })
    await session.query('ROLLBACK')
  })
})
