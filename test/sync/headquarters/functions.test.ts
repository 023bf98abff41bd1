/** Another branch's role and what runs with the owner's rights, or with names that it could put in the way. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Client } from '../../../src/sync/link.ts'
import { type BranchThere, type Headquarters, headquarters } from '../../support/headquarters-peer.ts'
import { type PostgresPeer, startPostgres } from '../../support/postgres.ts'
import { billOf, customerOf, fill, heldOf, insertOf, markOf, rowsOf } from './two-branches.ts'

let peer: PostgresPeer
let hq: Headquarters
let north: BranchThere
let south: BranchThere
let east: BranchThere
let attacker: Client
beforeAll(async () => {
  peer = await startPostgres()
  hq = await headquarters(peer)
  north = await hq.branch('north')
  south = await hq.branch('south')
  east = await hq.branch('east')
  for (const branch of [north, south]) await fill(hq, branch)
})
afterAll(() => peer.stop())
beforeEach(async () => {
  attacker = await south.open()
})

async function codeOf(sql: string, values: unknown[] = []): Promise<string> {
  try {
    await attacker.query(sql, values)
    return 'done'
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'no code'
  }
}

const given = [
  ...[
    'announce_bills',
    'announce_customers',
    'feed_mine',
    'join_office',
    'lock_lane',
    'move_lane',
    'my_branch',
    'next_epoch',
  ],
]

describe('functions', () => {
  it('are called by branches only where they are meant for them, and search no schema but PostgreSQL’s own', async () => {
    const { rows } = await hq.run(
      `SELECT p.proname AS name, p.prosecdef AS definer, p.proconfig AS config, has_function_privilege($1, p.oid, 'EXECUTE') AS given,
         has_function_privilege('public', p.oid, 'EXECUTE') AS everybody, p.pronargs AS places
       FROM pg_proc p WHERE p.pronamespace = 'counterfoil'::regnamespace ORDER BY 1`,
      [south.role],
    )
    expect(rows.filter((row) => row.given).map((row) => row.name)).toEqual(given)
    for (const row of rows) {
      expect([row.name, row.everybody]).toEqual([row.name, false])
      expect([row.name, row.config]).toEqual([row.name, ['search_path=pg_catalog, pg_temp']])
      if (row.given) continue
      const nulls = Array.from({ length: row.places }, () => 'NULL').join(', ')
      expect([row.name, await codeOf(`SELECT counterfoil.${row.name}(${nulls})`)]).toEqual([row.name, '42501'])
    }
  })

  it('do nothing to another branch by its ids', async () => {
    const before = await heldOf(hq, north)
    const ids = [[customerOf(north)], [billOf(north)]]
    for (const [sql, values] of [
      ['SELECT counterfoil.announce_customers($1::uuid[], $1::uuid[])', [ids[0]]],
      ['SELECT counterfoil.announce_bills($1::uuid[])', [ids[1]]],
      [`SELECT counterfoil.feed_mine('-infinity')`, []],
      ['SELECT counterfoil.lock_lane(1, 1::smallint)', []],
      [`SELECT counterfoil.move_lane(1, 1::smallint, 5, 99, '')`, []],
      ['SELECT counterfoil.next_epoch()', []],
    ] as const)
      expect([sql, await codeOf(sql, [...values])]).toEqual([sql, 'done'])
    expect(await codeOf('SELECT counterfoil.join_office()')).toBe('CF004')
    expect(await codeOf('SELECT counterfoil.put_in_feed($1, $2, $3, $3)', [north.id, 'bill', ids[1]])).toBe('42501')
    expect(await heldOf(hq, north)).toBe(before)
    const fed = await attacker.query('SELECT id FROM counterfoil.feed WHERE id = ANY ($1)', [ids.flat()])
    expect(fed.rows).toEqual([])
  })

  it('lead nobody who serves a customer astray with another of the same id', async () => {
    await hq.run('SELECT counterfoil.share_customer($1, $2, $3)', ['north', customerOf(north), 'east'])
    const read = () => hq.run('SELECT home_branch_id FROM counterfoil.feed WHERE branch_id = $1', [east.id])
    const { customer = {} } = rowsOf(south)
    const { text, values } = insertOf('customer', { ...customer, id: customerOf(north) })
    expect(await codeOf(text, values)).toBe('done')
    expect(
      await codeOf('SELECT counterfoil.announce_customers($1::uuid[], ARRAY[]::uuid[])', [[customerOf(north)]]),
    ).toBe('done')
    expect((await read()).rows).toEqual([{ home_branch_id: north.id }])
  })
})

describe('a branch that serves a customer of another', () => {
  it('may change it, and neither take it away nor reach others by it', async () => {
    const client = await east.open()
    const id = customerOf(north)
    expect((await client.query('SELECT branch_id, id FROM counterfoil.customer')).rows).toEqual([
      { branch_id: north.id, id },
    ])
    const change = await client.query(`UPDATE counterfoil.customer SET ward = 'W9' WHERE id = $1`, [id])
    expect(change.rowCount).toBe(1)
    for (const sql of [
      `UPDATE counterfoil.customer SET branch_id = '${east.id}'`,
      `UPDATE counterfoil.customer SET id = gen_random_uuid()`,
      'UPDATE counterfoil.customer SET created_at = now()',
      'DELETE FROM counterfoil.customer',
      `INSERT INTO counterfoil.customer_share (branch_id, customer_id, home_branch_id) VALUES ('${east.id}', '${billOf(north)}', '${north.id}')`,
    ])
      await expect(client.query(sql), sql).rejects.toMatchObject({ code: '42501' })
    const foreign = `INSERT INTO counterfoil.customer_conflict (home_branch_id, customer_id, field, kept_stamp, lost_stamp) VALUES ($1, $2, 'name', '', '')`
    await client.query(foreign, [north.id, id])
    await expect(client.query(foreign, [south.id, customerOf(south)])).rejects.toMatchObject({ code: '42501' })
    expect((await client.query('SELECT 1 FROM counterfoil.bill')).rowCount).toBe(0)
  })
})

describe('roles', () => {
  it('gain nothing: not by other roles, settings, other sessions or what PostgreSQL keeps about itself', async () => {
    const { rows } = await hq.run('SELECT current_user AS name')
    const victim = await north.open()
    await victim.query(`SELECT '${markOf('north')}'`)
    const pid = (await victim.query('SELECT pg_backend_pid() AS pid')).rows[0].pid
    for (const sql of [
      `SET ROLE ${north.role}`,
      `SET ROLE ${rows[0].name}`,
      `SET SESSION AUTHORIZATION ${north.role}`,
      `ALTER ROLE ${north.role} PASSWORD 'x'`,
      `ALTER ROLE ${north.role} NOLOGIN`,
      'ALTER ROLE CURRENT_USER BYPASSRLS',
      'ALTER ROLE CURRENT_USER CREATEROLE',
      `ALTER ROLE counterfoil_branch SET row_security = off`,
      `GRANT ${north.role} TO CURRENT_USER`,
      `GRANT counterfoil_branch TO ${north.role} WITH ADMIN OPTION`,
      `SELECT pg_terminate_backend(${pid})`,
      `SELECT pg_cancel_backend(${pid})`,
      'SELECT * FROM pg_authid',
      `SELECT pg_read_file('postgresql.conf')`,
      `COPY (SELECT 1) TO PROGRAM 'true'`,
      'CREATE EXTENSION postgres_fdw',
      'CREATE PUBLICATION p FOR ALL TABLES',
    ])
      expect([sql, await codeOf(sql)]).toEqual([sql, '42501'])
    const activity = await attacker.query('SELECT query FROM pg_stat_activity')
    expect(JSON.stringify(activity.rows)).not.toContain(markOf('north'))
    await hq.run('ANALYZE')
    const stats = await attacker.query(
      `SELECT tablename FROM pg_stats WHERE schemaname = 'counterfoil' AND tablename <> 'version'`,
    )
    expect(stats.rows).toEqual([])
    await attacker.query('SET row_security = off')
    expect(await codeOf('SELECT * FROM counterfoil.payment')).toBe('42501')
    await attacker.query('SET row_security = on; SET ROLE counterfoil_branch')
    expect((await attacker.query('SELECT branch_id FROM counterfoil.payment')).rows).toEqual([{ branch_id: south.id }])
    await victim.end()
  })

  it('say nothing of the branch by the names that everybody may read', async () => {
    const names = await attacker.query(
      `SELECT r.rolname, shobj_description(r.oid, 'pg_authid') AS words, s.setconfig FROM pg_roles r
       LEFT JOIN pg_db_role_setting s ON s.setrole = r.oid WHERE r.rolname LIKE 'counterfoil_b\\_%'`,
    )
    expect(names.rows.length).toBe(3)
    for (const row of names.rows)
      expect(row).toEqual({
        ...{ rolname: expect.stringMatching(/^counterfoil_b_[0-9a-f]{16}$/), words: null },
        setconfig: ['idle_session_timeout=10min'],
      })
  })
})

describe('names put in the way', () => {
  it('change nothing of what runs with the owner’s rights, nor see a row before row-level security has', async () => {
    const heard: string[] = []
    attacker.on('notice', (notice) => heard.push(String(notice.message)))
    await attacker.query(`
      CREATE TEMP TABLE branch AS SELECT '${north.id}'::uuid AS id, session_user::text AS role_name, now() AS joined_at, NULL::timestamptz AS revoked_at;
      CREATE TEMP TABLE feed AS SELECT 1 AS a;
      CREATE FUNCTION pg_temp.my_branch() RETURNS uuid LANGUAGE sql AS $$ SELECT '${north.id}'::uuid $$;
      CREATE FUNCTION pg_temp.cardinality(anyarray) RETURNS integer LANGUAGE sql AS $$ SELECT 0 $$;
      CREATE FUNCTION pg_temp.same(uuid, uuid) RETURNS boolean LANGUAGE sql AS $$ SELECT true $$;
      CREATE OPERATOR pg_temp.= (LEFTARG = uuid, RIGHTARG = uuid, FUNCTION = pg_temp.same);
      CREATE FUNCTION pg_temp.tell(anyelement) RETURNS boolean LANGUAGE plpgsql COST 0.0000001 AS
        $$ BEGIN RAISE NOTICE '%', $1; RETURN true; END $$;
      SET search_path = pg_temp, counterfoil, pg_catalog;`)
    expect((await attacker.query('SELECT counterfoil.my_branch() AS id')).rows).toEqual([{ id: south.id }])
    const before = await heldOf(hq, north)
    expect(await codeOf('SELECT counterfoil.announce_bills($1::uuid[])', [[billOf(north), billOf(south)]])).toBe('done')
    expect(await heldOf(hq, north)).toBe(before)
    for (const name of Object.keys(rowsOf(south)).filter((each) => each !== 'feed_head'))
      await attacker.query(`SELECT 1 FROM counterfoil.${name} t WHERE pg_temp.tell(t)`)
    expect(heard.length).toBeGreaterThan(15)
    expect(heard.filter((line) => line.includes(north.id) || line.includes(markOf('north')))).toEqual([])
  })
})
