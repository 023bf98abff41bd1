import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { type Migration, readMigrations } from '../../../src/storage/migrate.ts'
import { installHeadquarters } from '../../../src/sync/headquarters/install.ts'
import { openOwnerLink } from '../../../src/sync/headquarters/owner-link.ts'
import type { Client } from '../../../src/sync/link.ts'
import { emptyHeadquarters, headquarters, headquartersMigrations, valueIn } from '../../support/headquarters-peer.ts'
import { type PostgresPeer, startPostgres } from '../../support/postgres.ts'

let peer: PostgresPeer
beforeAll(async () => {
  peer = await startPostgres()
})
afterAll(() => peer.stop())

const known = readMigrations(headquartersMigrations)
const newest = known.at(-1)?.number ?? 0

async function open(url: string): Promise<Client> {
  const client = await openOwnerLink(url)
  onTestFinished(() => client.end().catch(() => undefined))
  return client
}

const extra = (sql: string): Migration[] => [...known, { number: newest + 10, name: 'more', sql, checksum: 'c' }]

describe('hq init', () => {
  it('makes everything once, as a role that is no superuser', async () => {
    const { ownerUrl } = await emptyHeadquarters(peer)
    const client = await open(ownerUrl)
    const first = valueIn(await installHeadquarters(client, known))
    expect(first).toEqual({ version: newest, applied: known.length, partitions: 6 * 4 * 6 })
    expect(valueIn(await installHeadquarters(client, known))).toEqual({ version: newest, applied: 0, partitions: 0 })
    const { rows } = await client.query('SELECT version, serves_from FROM counterfoil.version')
    expect(rows).toEqual([{ version: newest, serves_from: 30 }])
  })

  it('may run twice at the same moment', async () => {
    const { ownerUrl } = await emptyHeadquarters(peer)
    const clients = await Promise.all([open(ownerUrl), open(ownerUrl), open(ownerUrl)])
    const all = await Promise.all(clients.map((client) => installHeadquarters(client, known)))
    expect(all.map(valueIn).reduce((sum, { applied }) => sum + applied, 0)).toBe(known.length)
  })

  it('leaves nothing of a migration that fails, and goes on from there', async () => {
    const hq = await headquarters(peer)
    const broken = await installHeadquarters(hq.owner, extra('CREATE TABLE counterfoil.half (a integer); SELECT 1 / 0'))
    expect(broken.ok).toBe(false)
    const { rows } = await hq.run(
      `SELECT to_regclass('counterfoil.half') AS half, (SELECT version FROM counterfoil.version)`,
    )
    expect(rows).toEqual([{ half: null, version: newest }])
    expect(
      valueIn(await installHeadquarters(hq.owner, extra('CREATE TABLE counterfoil.half (a integer)'))).applied,
    ).toBe(1)
  })

  it('refuses a database that a newer Counterfoil brought further, and says so', async () => {
    const hq = await headquarters(peer)
    valueIn(await installHeadquarters(hq.owner, extra('SELECT 1')))
    const refused = await installHeadquarters(hq.owner, known)
    expect(refused).toMatchObject({ ok: false, failure: { reason: 'newer' } })
    expect(refused.ok ? '' : refused.failure.words).toContain(
      `newer Counterfoil (version ${newest + 10}, this one knows ${newest})`,
    )
  })

  it('refuses a history that is not its own', async () => {
    const hq = await headquarters(peer)
    const edited = known.map((each) => (each.number === 20 ? { ...each, checksum: 'edited' } : each))
    expect(await installHeadquarters(hq.owner, edited)).toMatchObject({
      ok: false,
      failure: { reason: 'history_changed', words: expect.stringContaining('Migration 20 (access) was edited') },
    })
  })

  it('says which rights are missing', async () => {
    await peer.run('postgres', `CREATE ROLE poor LOGIN PASSWORD 'poor'`)
    await peer.run('postgres', 'CREATE DATABASE poor_one')
    const url = `postgresql://poor:poor@127.0.0.1:${peer.port}/poor_one`
    expect(await installHeadquarters(await open(url), known)).toMatchObject({
      ok: false,
      failure: { reason: 'rights', words: expect.stringMatching(/permission denied.*CREATE on it.*CREATEROLE/) },
    })
    await peer.run('postgres', 'CREATE DATABASE poor_two OWNER poor')
    await peer.run('postgres', `ALTER ROLE counterfoil_branch RENAME TO counterfoil_branch_away`)
    onTestFinished(async () => {
      await peer.run('postgres', `ALTER ROLE counterfoil_branch_away RENAME TO counterfoil_branch`)
    })
    const roleless = await installHeadquarters(await open(url.replace('poor_one', 'poor_two')), known)
    expect(roleless).toMatchObject({ ok: false, failure: { reason: 'rights' } })
  })

  it('gives a year its partition though a clock that was ahead wrote into it before', async () => {
    const hq = await headquarters(peer)
    const branch = await hq.branch('north')
    const client = await branch.open()
    const year = new Date().getUTCFullYear() + 9
    for (const moment of [`${year}-06-01`, `${year}-12-31 23:59:59.999`, `${year + 1}-01-01`])
      await client.query(
        `INSERT INTO counterfoil.visit (branch_id, id, started_at, customer_id, terminal_id, verified_by, opened_by)
         VALUES ($1, gen_random_uuid(), $2, gen_random_uuid(), gen_random_uuid(), 'code', 'x')`,
        [branch.id, moment],
      )
    await hq.run('SELECT counterfoil.ensure_partitions($1, $1)', [year])
    const { rows } = await hq.run(
      `SELECT regexp_replace(tableoid::regclass::text, '^.*visit_._', '') AS part, count(*)::integer AS n
       FROM counterfoil.visit GROUP BY 1 ORDER BY 1`,
    )
    expect(rows).toEqual([
      { part: String(year), n: 2 },
      { part: 'other', n: 1 },
    ])
  })
})
