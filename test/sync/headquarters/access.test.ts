/** Another branch's role tries everything that the catalogue knows of. */
import { text } from 'node:stream/consumers'
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { headquartersUrl, readJoinCode } from '../../../src/sync/join-code.ts'
import { type Client, clientConfig, openLink } from '../../../src/sync/link.ts'
import { type BranchThere, type Headquarters, headquarters } from '../../support/headquarters-peer.ts'
import { type PostgresPeer, startPostgres } from '../../support/postgres.ts'
import { fill, heldOf, insertOf, markOf, rowsOf } from './two-branches.ts'

let peer: PostgresPeer
let hq: Headquarters
let north: BranchThere
let south: BranchThere
let attacker: Client
let relations: { name: string; kind: string; key: string }[]
let before: string

beforeAll(async () => {
  peer = await startPostgres()
  hq = await headquarters(peer)
  north = await hq.branch('north')
  south = await hq.branch('south')
  await fill(hq, north)
  await fill(hq, south)
  attacker = await south.open()
  const { rows } = await hq.run(
    `SELECT c.relname AS name, c.relkind AS kind, a.attname AS key FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = 1
     WHERE c.relnamespace = 'counterfoil'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') ORDER BY 1`,
  )
  relations = rows
  before = await heldOf(hq, north)
})
afterAll(() => peer.stop())

/** What a statement came to: its rows as text, or the SQLSTATE. */
async function tried(
  sql: string,
  values: unknown[] = [],
  client: Client = attacker,
): Promise<{ code: string; said: string; count: number }> {
  try {
    const { rows, rowCount } = await client.query(sql, values)
    return { code: 'done', said: JSON.stringify(rows), count: rowCount ?? 0 }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'no code'
    return { code, said: JSON.stringify(error) + String(error), count: 0 }
  }
}

const leaks = (said: string): boolean =>
  said.includes(north.id) || said.includes(markOf('north')) || said.includes(north.role)
const readable = [
  ...[
    'allocation',
    'audit_head',
    'batch',
    'bill',
    'branch',
    'branch_report',
    'customer',
    'customer_conflict',
    'customer_share',
    'feed',
  ],
  ...[
    'feedback',
    'lane',
    'message',
    'parked',
    'payment',
    'payment_void',
    'receipt',
    'terminal',
    'verification',
    'version',
    'visit',
  ],
]

describe('a branch of its own role', () => {
  it('reads its own rows in these tables, and no other relation at all', async () => {
    expect(relations.length).toBeGreaterThan(150)
    const open: string[] = []
    for (const { name } of relations) {
      const read = await tried(`SELECT * FROM counterfoil.${name}`)
      if (read.code === 'done') open.push(name)
      else expect([name, read.code]).toEqual([name, '42501'])
      expect([name, leaks(read.said)]).toEqual([name, false])
      if (read.code === 'done' && name !== 'version') expect([name, read.count]).toEqual([name, 1])
    }
    expect(open).toEqual(readable)
  })

  it('copies nothing out that it could not read', async () => {
    // Not by a connection as offices have it: there, this client itself refuses COPY.
    const copier = new pg.Client({ ...clientConfig(south.url), pipeline: false, query_timeout: 0 })
    await copier.connect()
    onTestFinished(() => copier.end())
    const copied = (what: string): Promise<string> => text(copier.query(copyTo(`COPY ${what} TO STDOUT`))).catch(String)
    expect(await copied('(SELECT * FROM counterfoil.payment)')).toContain(south.id)
    for (const { name } of relations) {
      expect([name, leaks(await copied(`(SELECT * FROM counterfoil.${name})`))]).toEqual([name, false])
      expect([name, leaks(await copied(`counterfoil.${name}`))]).toEqual([name, false])
    }
  })

  it('writes no row of another branch, in whatever way', async () => {
    for (const [name, row] of Object.entries(rowsOf(north))) {
      const { text: insert, values } = insertOf(name, row)
      for (const ending of ['', ' ON CONFLICT DO NOTHING', ' RETURNING *'])
        expect([name, ending, (await tried(insert + ending, values)).code]).toEqual([name, ending, '42501'])
      const columns = Object.keys(row)
      const upsert = `${insert} ON CONFLICT ON CONSTRAINT ${name}_pkey DO UPDATE SET ${columns.at(-1)} = excluded.${columns.at(-1)}`
      expect([name, (await tried(upsert, values)).code]).toEqual([name, '42501'])
    }
  })

  it('changes, moves and takes away nothing of another branch', async () => {
    for (const { name, key } of relations) {
      for (const sql of [
        `UPDATE counterfoil.${name} SET ${key} = ${key}`,
        `UPDATE counterfoil.${name} SET ${key} = ${key} WHERE ${key}::text = '${north.id}'`,
        `DELETE FROM counterfoil.${name} WHERE ${key}::text <> '${south.id}'`,
        `MERGE INTO counterfoil.${name} t USING (SELECT 1) s ON t.${key}::text <> '${south.id}' WHEN MATCHED THEN DELETE`,
        `SELECT 1 FROM counterfoil.${name} WHERE ${key}::text <> '${south.id}' FOR UPDATE`,
      ]) {
        const { code, count } = await tried(sql)
        const one = sql.startsWith('UPDATE') && !sql.includes('WHERE') ? 1 : 0
        const nothing = code === 'done' ? count <= one : ['42501', '0A000', '42809', '55000'].includes(code)
        expect([sql, code, nothing]).toEqual([sql, code, true])
      }
      const moved = await tried(`UPDATE counterfoil.${name} SET ${key} = '${north.id}'`)
      expect([name, moved.code]).not.toEqual([name, 'done'])
    }
    expect(await heldOf(hq, north)).toBe(before)
  })

  it('owns nothing there: it neither empties, locks, alters, drops, watches nor gives away', async () => {
    for (const { name } of relations)
      for (const sql of [
        `TRUNCATE counterfoil.${name}`,
        `LOCK TABLE counterfoil.${name} IN ACCESS EXCLUSIVE MODE`,
        `ALTER TABLE counterfoil.${name} DISABLE ROW LEVEL SECURITY`,
        `DROP TABLE counterfoil.${name}`,
        `CREATE TRIGGER t AFTER INSERT ON counterfoil.${name} EXECUTE FUNCTION suppress_redundant_updates_trigger()`,
        `CREATE POLICY mine ON counterfoil.${name} USING (true)`,
        `CREATE INDEX ON counterfoil.${name} ((1))`,
        `CREATE TEMP TABLE child () INHERITS (counterfoil.${name})`,
      ]) {
        const { code } = await tried(sql)
        // 25P01: LOCK outside a transaction; 42809: not for this kind of relation. A grant without the right is a warning.
        expect([sql, ['42501', '42809', '25P01', '42601'].includes(code)]).toEqual([sql, true])
      }
    for (const name of ['payment', 'customer']) {
      await attacker.query('BEGIN')
      expect((await tried(`LOCK TABLE counterfoil.${name} IN ACCESS EXCLUSIVE MODE`)).code).toBe('42501')
      await attacker.query('ROLLBACK')
      await tried(`GRANT SELECT ON counterfoil.${name}_0 TO CURRENT_USER`)
      expect((await tried(`SELECT * FROM counterfoil.${name}_0`)).code).toBe('42501')
    }
    for (const sql of [
      'CREATE TABLE counterfoil.mine (a integer)',
      'CREATE SCHEMA mine',
      'CREATE TABLE public.mine (a integer)',
    ])
      expect([sql, (await tried(sql)).code]).toEqual([sql, '42501'])
  })

  it('learns nothing of what others have from constraints or from error messages', async () => {
    const existing = rowsOf(north)
    for (const [name, row] of Object.entries(existing)) {
      const absent = JSON.parse(JSON.stringify(row).replaceAll(/0001"|c001"|b001"/g, '9999"'))
      const [there, notThere] = [insertOf(name, row), insertOf(name, absent)]
      const words = async (each: { text: string; values: unknown[] }) => (await tried(each.text, each.values)).said
      expect([name, await words(there)]).toEqual([name, await words(notThere)])
      // Under its own name any key is free, whoever else has it.
      if (!readable.includes(name) || ['feed', 'customer_share', 'lane'].includes(name)) continue
      const key = name === 'customer_conflict' ? 'home_branch_id' : 'branch_id'
      const own = { ...row, [key]: south.id, ...('epoch' in row ? { epoch: 9 } : {}) }
      await attacker.query('BEGIN')
      const { text: insert, values } = insertOf(name, own)
      // Its own report is there already.
      expect([name, (await tried(insert, values)).code]).toEqual([name, name === 'branch_report' ? '23505' : 'done'])
      await attacker.query('ROLLBACK')
    }
  })
})

describe('a role that never joined, or was revoked', () => {
  it('sees and writes nothing, on connections that were open before too', async () => {
    const invited = readJoinCode(await hq.invite('east'))
    if (!invited.ok) throw new Error(invited.failure)
    const never = await openLink(headquartersUrl(invited.value, invited.value.password))
    const west = await hq.branch('west')
    await fill(hq, west)
    const revoked = await west.open()
    expect((await tried('SELECT * FROM counterfoil.payment', [], revoked)).count).toBe(1)
    await hq.run(`UPDATE counterfoil.branch SET revoked_at = now() WHERE code = 'west'`)
    for (const [client, rows] of [
      [never, rowsOf(south)],
      [revoked, rowsOf(west)],
    ] as const) {
      for (const name of readable) {
        const { count } = await tried(`SELECT * FROM counterfoil.${name}`, [], client)
        expect([name, count]).toEqual([name, name === 'version' ? 1 : 0])
      }
      for (const [name, row] of Object.entries(rows)) {
        const { text: insert, values } = insertOf(name, row)
        expect([name, (await tried(insert, values, client)).code]).toEqual([name, '42501'])
      }
      for (const call of [
        'lock_lane(1, 1::smallint)',
        'next_epoch()',
        `feed_mine('-infinity')`,
        'announce_customers(ARRAY[]::uuid[], ARRAY[]::uuid[])',
      ])
        expect([call, (await tried(`SELECT counterfoil.${call}`, [], client)).code]).toEqual([call, 'CF001'])
    }
  })
})
