import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { Outcome } from '../../src/core/kernel/outcome.ts'
import type { MeetingFailure } from '../../src/sync/failure.ts'
import { meetAt, newBranchOffice } from '../support/branch-office.ts'
import { factsOf } from '../support/headquarters-check.ts'
import { emptyHeadquarters, type Headquarters, headquarters, valueIn } from '../support/headquarters-peer.ts'
import { seededChance } from '../support/office.ts'
import { payHere } from '../support/paying.ts'
import { type PostgresPeer, startPostgres } from '../support/postgres.ts'
import { tcpCutter } from '../support/tcp-cutter.ts'

let peer: PostgresPeer
let hq: Headquarters
beforeAll(async () => {
  peer = await startPostgres()
  hq = await headquarters(peer)
})
afterAll(() => peer.stop())

const branchOffice = () => newBranchOffice(hq)

const failureIn = (met: Outcome<unknown, MeetingFailure>): MeetingFailure | null => (met.ok ? null : met.failure)

describe('headquarters that cannot be met', () => {
  it('says whether the password, the host or the database is wrong, and keeps the reason', async () => {
    const { office, branch } = await branchOffice()
    const wrong = async (url: string): Promise<unknown> => failureIn(await meetAt(office, url))
    const password = branch.url.replace(/:branch-[^@]+@/, ':not-this@')
    expect(await wrong(password)).toMatchObject({ reason: 'refused', passing: false })
    const port = branch.url.replace(`:${peer.port}/`, ':1/')
    expect(await wrong(port)).toMatchObject({ reason: 'unreachable', passing: true })
    expect(await wrong(branch.url.replace('127.0.0.1', 'nowhere.invalid'))).toMatchObject({ reason: 'unreachable' })
    expect(await wrong(`${branch.url}_not`)).toMatchObject({ reason: 'no_schema' })
    expect(await wrong(`${branch.url}?sslmode=verify-full`)).toMatchObject({ reason: 'no_tls', passing: false })
    const row = office.app.officeData.db.prepare('SELECT failure FROM headquarters').pluck().get()
    expect(row).toBe('no_tls')
  })

  it('says that the tables are missing, too old or too new, and who must do what', async () => {
    const { office, branch } = await branchOffice()
    const { database } = await emptyHeadquarters(peer)
    const bare = await meetAt(office, branch.url.replace(/[^/]+$/, database))
    expect(failureIn(bare)).toMatchObject({
      reason: 'no_schema',
      words: expect.stringContaining('counterfoil hq init'),
    })
    const { version } = (await hq.run('SELECT version FROM counterfoil.version')).rows[0]
    onTestFinished(async () => {
      await hq.run('UPDATE counterfoil.version SET version = $1, serves_from = $1', [version])
    })
    await hq.run('UPDATE counterfoil.version SET version = 20, serves_from = 10')
    expect(failureIn(await meetAt(office, branch.url))).toMatchObject({
      reason: 'headquarters_old',
      words: expect.stringContaining('"counterfoil hq init" of this version there'),
    })
    await hq.run('UPDATE counterfoil.version SET version = 90, serves_from = 80')
    expect(failureIn(await meetAt(office, branch.url))).toMatchObject({
      reason: 'office_old',
      words: expect.stringContaining('Update Counterfoil here'),
    })
    await hq.run('UPDATE counterfoil.version SET version = 90, serves_from = 30')
    expect((await meetAt(office, branch.url)).ok).toBe(true)
  })

  it('loses and doubles nothing where rights or room were missing there', async () => {
    const { office, branch } = await branchOffice()
    await payHere(office, 4_000)
    await hq.run('REVOKE INSERT ON counterfoil.payment FROM counterfoil_branch')
    expect(failureIn(await meetAt(office, branch.url))).toMatchObject({ reason: 'rights', passing: false })
    await hq.run('GRANT INSERT ON counterfoil.payment TO counterfoil_branch')

    // What PostgreSQL says where the disk is full, in the middle of a batch.
    await hq.run(`CREATE FUNCTION counterfoil.no_room() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$;
      CREATE TRIGGER full_disk AFTER INSERT ON counterfoil.allocation EXECUTE FUNCTION counterfoil.no_room()`)
    expect(failureIn(await meetAt(office, branch.url))).toMatchObject({
      reason: 'headquarters_full',
      words: expect.stringMatching(/headquarters.*room/i),
      passing: true,
    })
    expect((await factsOf(office, hq, branch.id)).there.payments).toEqual([])
    await hq.run('DROP TRIGGER full_disk ON counterfoil.allocation; DROP FUNCTION counterfoil.no_room()')
    valueIn(await meetAt(office, branch.url))
    const { here, there } = await factsOf(office, hq, branch.id)
    expect(there).toEqual(here)
    expect(here.payments).toHaveLength(1)
  })
})

describe('a line that is cut', () => {
  it('anywhere in a meeting: nothing is lost, nothing doubled', async () => {
    const { office, branch } = await branchOffice()
    const cutter = await tcpCutter(peer.port)
    onTestFinished(() => cutter.close())
    const url = branch.url.replace(`:${peer.port}/`, `:${cutter.port}/`)
    for (let at = 0; at < 3; at += 1) await payHere(office, 2_000)
    cutter.cutAfter(null)
    valueIn(await meetAt(office, url))
    const bytes = cutter.passed()

    const seed = Number(process.env.COUNTERFOIL_SEED ?? 20_261_121)
    process.stderr.write(`cuts: seed ${seed}\n`)
    const chance = seededChance(seed)
    let cuts = 0
    for (let round = 0; round < 25; round += 1) {
      await payHere(office, 1_000 + round)
      const [a = 0, b = 0] = chance.bytes(2)
      cutter.cutAfter(Math.floor(((a * 256 + b) / 65_536) * bytes))
      const met = await meetAt(office, url)
      if (met.ok) continue
      cuts += 1
      expect(met.failure).toMatchObject({ reason: 'unreachable', passing: true })
    }
    expect(cuts).toBeGreaterThan(5)
    cutter.cutAfter(null)
    valueIn(await meetAt(office, url))
    const { here, there } = await factsOf(office, hq, branch.id)
    expect(there).toEqual(here)
    expect(here.payments).toHaveLength(28)
    const { rows } = await hq.run(
      `SELECT sum(records)::integer AS records, count(DISTINCT epoch)::integer AS epochs, sum(parked)::integer AS parked
       FROM counterfoil.batch WHERE branch_id = $1`,
      [branch.id],
    )
    const logged = office.app.officeData.db.prepare('SELECT count(*) FROM change_log').pluck().get()
    expect(rows).toEqual([{ records: logged, epochs: 1, parked: 0 }])
  }, 120_000)

  it('by headquarters itself, going down in the middle of a batch: after it is back everything is there once', async () => {
    const { office, branch } = await branchOffice()
    const cutter = await tcpCutter(peer.port)
    onTestFinished(() => cutter.close())
    const url = branch.url.replace(`:${peer.port}/`, `:${cutter.port}/`)
    cutter.cutAfter(null)
    valueIn(await meetAt(office, url))
    const bytes = cutter.passed()
    for (const share of [0.5, 0.8, 1.2]) {
      for (let at = 0; at < 4; at += 1) await payHere(office, 3_000)
      let down: Promise<void> | null = null
      cutter.cutAfter(Math.floor(bytes * share), () => {
        down = peer.kill()
      })
      const met = await meetAt(office, url)
      expect(failureIn(met)).toMatchObject({ reason: 'unreachable', passing: true })
      if (down === null) throw new Error('nothing was cut')
      await down
      await peer.start()
    }
    cutter.cutAfter(null)
    valueIn(await meetAt(office, url))
    // The owner's connection went down with the server.
    await hq.reopen()
    const { here, there } = await factsOf(office, hq, branch.id)
    expect(there).toEqual(here)
    expect(here.payments).toHaveLength(12)
  }, 120_000)
})
