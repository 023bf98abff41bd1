import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { idMaker } from '../../../src/core/kernel/ids.ts'
import { machineChance } from '../../../src/gateways/system.ts'
import { type BranchParts, rejoinBranch, revokeBranch, shareCustomer } from '../../../src/sync/headquarters/branches.ts'
import { overviewLines, overviewOf } from '../../../src/sync/headquarters/overview.ts'
import { joinHeadquarters } from '../../../src/sync/join.ts'
import { readJoinCode, writeJoinCode } from '../../../src/sync/join-code.ts'
import { openLink } from '../../../src/sync/link.ts'
import { type Headquarters, headquarters, valueIn } from '../../support/headquarters-peer.ts'
import { type PostgresPeer, startPostgres } from '../../support/postgres.ts'

let peer: PostgresPeer
let hq: Headquarters
let parts: BranchParts
beforeAll(async () => {
  peer = await startPostgres({ settings: ['log_statement=all'] })
  hq = await headquarters(peer)
  parts = { client: hq.owner, chance: machineChance, newId: idMaker({ now: () => Date.now() }, machineChance) }
})
afterAll(() => peer.stop())

const salt = machineChance.bytes(16)
const reach = () => ({ host: '127.0.0.1', port: peer.port, ca: null })

describe('joining', () => {
  it('uses the code up, and leaves the branch with a password of its own', async () => {
    const code = await hq.invite('north')
    const joined = valueIn(await joinHeadquarters({ code, newPassword: 'first-password', salt }))
    expect(joined).toMatchObject({ branchCode: 'north', epoch: 1, ca: null })
    expect(joined.server).toBe(`127.0.0.1:${peer.port}/${hq.database}`)
    const client = await openLink(joined.url)
    expect((await client.query('SELECT id FROM counterfoil.branch')).rows).toEqual([{ id: joined.branchId }])
    await client.end()

    const again = await joinHeadquarters({ code, newPassword: 'another-password', salt })
    expect(again).toMatchObject({ ok: false, failure: { reason: 'refused' } })
    expect(again.ok ? '' : again.failure.words).toMatch(/was used or is too old.*rejoin-branch/)
  })

  it('goes on after an answer that was lost, with the password it was asked with', async () => {
    const code = await hq.invite('oak')
    const request = { code, newPassword: 'kept-before-asking', salt }
    const first = valueIn(await joinHeadquarters(request))
    expect(valueIn(await joinHeadquarters(request))).toEqual(first)
  })

  it('refuses a code whose time is over, and changes nothing', async () => {
    const code = await hq.invite('pine')
    await hq.run(`UPDATE counterfoil.branch SET join_expires_at = now() - interval '1 second' WHERE code = 'pine'`)
    expect(await joinHeadquarters({ code, newPassword: 'p', salt })).toMatchObject({
      ok: false,
      failure: { reason: 'refused' },
    })
    const { rows } = await hq.run(`SELECT joined_at, epoch FROM counterfoil.branch WHERE code = 'pine'`)
    expect(rows).toEqual([{ joined_at: null, epoch: 0 }])
  })

  it('tells a code that is not whole, not one, or of a newer version', async () => {
    const code = await hq.invite('quay')
    const words = (text: string): string => {
      const read = readJoinCode(text)
      return read.ok ? 'read' : read.failure
    }
    expect(words(`  ${code.slice(0, 30)}\n${code.slice(30)} `)).toBe('read')
    expect(words(code.slice(0, -3))).toMatch(/not whole/)
    expect(words(code.replace('1-', '2-'))).toMatch(/newer/)
    expect(words('postgresql://x')).toMatch(/begins with CFHQ/)
    const { role: _, ...rest } = { host: 'h', port: 1, database: 'd', role: 'r', password: 'k', ca: null }
    expect(words(writeJoinCode({ ...rest, role: '' }))).toMatch(/cannot be read/)
    expect(await joinHeadquarters({ code: 'x', newPassword: 'p', salt })).toMatchObject({
      ok: false,
      failure: { reason: 'refused' },
    })
  })

  it('carries a certificate, an IPv6 address and any name whole', () => {
    const whole = {
      host: '[2001:db8::1]',
      port: 6543,
      database: 'büro',
      role: 'r',
      password: 'k/+:@',
      ca: '-----BEGIN…',
    }
    expect(readJoinCode(writeJoinCode(whole))).toEqual({ ok: true, value: whole })
  })
})

describe('revoking and joining again', () => {
  it('shuts a branch out at once, its open connection too', async () => {
    const branch = await hq.branch('sand')
    const open = await branch.open()
    await open.query('BEGIN ISOLATION LEVEL REPEATABLE READ')
    expect((await open.query('SELECT * FROM counterfoil.branch')).rowCount).toBe(1)
    expect(valueIn(await revokeBranch(parts, 'sand'))).toBe(1)
    await expect(open.query('SELECT * FROM counterfoil.branch')).rejects.toThrow()
    await expect(openLink(branch.url)).rejects.toMatchObject({ code: expect.stringMatching(/^28/) })
    const { rows } = await hq.run(
      `SELECT count(*)::integer AS n FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid
       WHERE r.rolname = $1 AND m.member = current_user::regrole AND (m.inherit_option OR m.set_option)`,
      [branch.role],
    )
    expect(rows).toEqual([{ n: 0 }])
  })

  it('lets a machine that replaces a lost one in, and the lost one out', async () => {
    const branch = await hq.branch('tarn')
    const lost = await branch.open()
    const code = valueIn(await rejoinBranch(parts, 'tarn', { hours: 1, reach: reach() }))
    await expect(lost.query('SELECT 1')).rejects.toThrow()
    await expect(openLink(branch.url)).rejects.toMatchObject({ code: '28P01' })
    const joined = valueIn(await joinHeadquarters({ code, newPassword: 'of-the-new-machine', salt }))
    expect(joined).toMatchObject({ branchId: branch.id, epoch: 2 })
    valueIn(await revokeBranch(parts, 'tarn'))
    const back = valueIn(await rejoinBranch(parts, 'tarn', { hours: 1, reach: reach() }))
    expect(valueIn(await joinHeadquarters({ code: back, newPassword: 'back', salt })).epoch).toBe(3)
  })

  it('knows no branch by a wrong code, and takes no code twice', async () => {
    await hq.invite('willow')
    expect(await revokeBranch(parts, 'south')).toMatchObject({ ok: false, failure: { reason: 'no_branch' } })
    await expect(hq.invite('willow')).rejects.toThrow(/already/)
    expect(await shareCustomer(hq.owner, 'willow', 'A-1', 'south')).toMatchObject({
      ok: false,
      failure: { reason: 'no_branch' },
    })
  })
})

describe('secrets', () => {
  it('no password reaches the log of PostgreSQL, nor a role name anything of the branch', async () => {
    const code = await hq.invite('velvet-harbour')
    const read = valueIn(asWords(readJoinCode(code)))
    await joinHeadquarters({ code, newPassword: 'the-password-of-its-own', salt })
    const said = peer.log()
    expect(said).toContain('ALTER ROLE CURRENT_USER PASSWORD')
    expect(said).not.toContain(read.password)
    expect(said).not.toContain('the-password-of-its-own')
    expect(read.role).toMatch(/^counterfoil_b_[0-9a-f]{16}$/)
  })
})

const asWords = <Value>(outcome: { ok: true; value: Value } | { ok: false; failure: string }) =>
  outcome.ok ? outcome : { ok: false as const, failure: { words: outcome.failure } }

describe('hq status', () => {
  it('prints who is how far behind, in columns', async () => {
    const north = await hq.branch('zebra')
    await hq.invite('zulu')
    const client = await north.open()
    await client.query(
      `INSERT INTO counterfoil.branch_report (branch_id, heard_at, app_version, office_name, currency, waiting, oldest_waiting_at, parked, clock_offset_ms)
       VALUES ($1, now() - interval '5 min', '0.1.0', 'North', 'INR', 12345, now() - interval '3 h', 2, -90000)`,
      [north.id],
    )
    const overview = await overviewOf(hq.owner)
    const branches = overview.branches.filter(({ code }) => code.startsWith('z'))
    expect(branches.map(({ code, state }) => [code, state])).toEqual([
      ['zebra', 'joined'],
      ['zulu', 'invited'],
    ])
    expect(overviewLines({ ...overview, branches })).toEqual([
      'CODE   STATE    HEARD  WAITING  OLDEST  PARKED  CONFLICTS  CLOCK  VERSION  NAME',
      'zebra  joined   5 min    12345  3 h          2          0  +90 s  0.1.0    Branch zebra',
      'zulu   invited  -            0  -            0          0  -      -        Branch zulu',
    ])
  })
})
