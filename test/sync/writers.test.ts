/** What one office writes counts in the order it wrote it, once, whatever its clock said and however often it is sent. */
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { idMaker } from '../../src/core/kernel/ids.ts'
import { machineChance } from '../../src/gateways/system.ts'
import { makeBackup } from '../../src/storage/backup/make-backup.ts'
import { restoreFrom } from '../../src/storage/backup/restore.ts'
import { readMigrations } from '../../src/storage/migrate.ts'
import { officeKeys } from '../../src/storage/office-keys.ts'
import { rejoinBranch } from '../../src/sync/headquarters/branches.ts'
import type { MeetingEnded } from '../../src/sync/meeting-runs.ts'
import { testBackupKey } from '../support/backup-key.ts'
import { become, meetAt } from '../support/branch-office.ts'
import { rename } from '../support/branches.ts'
import { type Headquarters, headquarters, valueIn } from '../support/headquarters-peer.ts'
import {
  type HandTime,
  handTime,
  migrationsFolder,
  seededChance,
  type TestOffice,
  temporaryFolder,
  testOffice,
} from '../support/office.ts'
import { type PostgresPeer, startPostgres } from '../support/postgres.ts'

const yearMs = 365 * 86_400_000
const bySystem = { actor: 'staff-1', terminalId: null }

let peer: PostgresPeer
let hq: Headquarters
beforeAll(async () => {
  peer = await startPostgres({ settings: ['fsync=off'] })
  hq = await headquarters(peer)
})
afterAll(() => peer.stop())

const there = async (sql: string, branchId: string): Promise<unknown[]> =>
  (await hq.run(`SELECT v FROM (${sql}) AS q (v)`, [branchId])).rows.map(({ v }) => v)
const namesThere = (branchId: string) => there('SELECT name FROM counterfoil.customer WHERE branch_id = $1', branchId)
const conflictsThere = (branchId: string) =>
  there(`SELECT kept || ' over ' || lost FROM counterfoil.customer_conflict WHERE home_branch_id = $1`, branchId)
const nameAt = (office: TestOffice, accountNo: string) => office.app.customerStore.byAccount(accountNo)?.name

let offices = 0
/** A branch with one customer, `C`, that headquarters knows as Start. */
async function givenBranch(time: HandTime = handTime(Date.now() - 120_000)) {
  offices += 1
  const branch = await hq.branch(`w${offices}`)
  const office = testOffice({ time, seed: 100 + offices })
  become(office, branch)
  office.addCustomer({ accountNo: 'C', name: 'Start' })
  const meet = async (from: TestOffice = office) => valueIn(await meetAt(from, branch.url))
  await meet()
  return { branch, office, time, meet }
}

describe('two changes of one field between two meetings', () => {
  it.each<[string, (time: HandTime, office: TestOffice) => void]>([
    ['is right', () => {}],
    ['is three seconds ahead', (time) => time.leap(123_000)],
    ['is an hour ahead', (time) => time.leap(3_720_000)],
    ['is an hour behind', (time) => time.leap(-3_480_000)],
    [
      'was a year ahead once and was set right',
      (time, { app }) => {
        time.leap(yearMs)
        app.officeData.clock.now()
        time.leap(-yearMs)
      },
    ],
  ])('end with the later one, and are no conflict, where the clock %s', async (_, wrong) => {
    const { branch, office, time, meet } = await givenBranch()
    wrong(time, office)
    rename(office, 'C', 'First')
    time.pass(1_000)
    rename(office, 'C', 'Second')
    time.pass(1_000)
    await meet()
    await meet()
    expect([nameAt(office, 'C'), await namesThere(branch.id), await conflictsThere(branch.id)]).toEqual([
      'Second',
      ['Second'],
      [],
    ])
  })

  it('end with the later one where the clock falls back before the meeting', async () => {
    const { branch, office, time, meet } = await givenBranch()
    rename(office, 'C', 'First')
    time.pass(1_000)
    rename(office, 'C', 'Second')
    time.leap(-yearMs)
    await meet()
    expect([nameAt(office, 'C'), await namesThere(branch.id), await conflictsThere(branch.id)]).toEqual([
      'Second',
      ['Second'],
      [],
    ])
  })

  it('count for bills as well, over more than one batch', { timeout: 60_000 }, async () => {
    const { branch, office, time, meet } = await givenBranch()
    time.leap(yearMs)
    office.app.officeData.clock.now()
    time.leap(-yearMs)
    for (const amount of [1_000, 2_000]) {
      office.app.officeData.transact(() => {
        for (let nth = 0; nth < 2_100; nth += 1) office.addBill('C', `N-${nth}`, amount)
      })
      time.pass(1_000)
    }
    await meet()
    await meet()
    const here = office.app.officeData.db.prepare('SELECT DISTINCT amount_minor FROM bill').pluck().all()
    expect([
      here,
      await there('SELECT DISTINCT amount_minor FROM counterfoil.bill WHERE branch_id = $1', branch.id),
    ]).toEqual([[2_000], [2_000]])
  })
})

describe('an office whose clock was ahead once', () => {
  it('does not win over what another branch wrote later', async () => {
    const nowMs = Date.now()
    const one = await givenBranch(handTime(nowMs - 60_000))
    const other = await givenBranch(handTime(nowMs - 30_000))
    one.office.addCustomer({ accountNo: 'S', name: 'Start' })
    await one.meet()
    const id = one.office.app.customerStore.byAccount('S')?.id
    await hq.run('SELECT counterfoil.share_customer($1, $2, $3)', [one.branch.code, id, other.branch.code])
    await other.meet()
    one.time.leap(yearMs)
    one.office.app.officeData.clock.now()
    one.time.leap(-yearMs)
    rename(one.office, 'S', 'Older')
    rename(other.office, 'S', 'Newer')
    one.time.pass(60_000)
    other.time.pass(30_000)
    await other.meet()
    const { offsetMs } = await one.meet()
    // By what everything is dated there, not by the machine's clock that is right again.
    expect(Math.round(offsetMs / yearMs)).toBe(-1)
    // And the screen says so.
    expect(Math.round(one.office.headquarters.status().officeAheadMs / yearMs)).toBe(1)
    expect(nameAt(one.office, 'S')).toBe('Newer')
    expect(await conflictsThere(one.branch.id)).toEqual(['Newer over Older'])
  })
})

describe('what was sent before', () => {
  it('changes nothing when the office leaves and joins again, as the screen advises', { timeout: 60_000 }, async () => {
    const ends: MeetingEnded[] = []
    let heard = (): void => {}
    const onEnd = (end: MeetingEnded): void => {
      ends.push(end)
      heard()
    }
    const time = handTime(Date.now() - 4_000)
    const office = testOffice({ time, headquarters: { onEnd } })
    const nextEnd = async (nth: number): Promise<MeetingEnded | undefined> => {
      while (ends.length < nth) {
        await new Promise<void>((resolve) => {
          heard = resolve
        })
      }
      return ends[nth - 1]
    }
    office.addCustomer({ accountNo: 'R', name: 'One' })
    for (const name of ['Two', 'Three', 'Four']) {
      time.pass(1_000)
      rename(office, 'R', name)
    }
    await office.headquarters.join(await hq.invite('again'), '', bySystem)
    expect(await nextEnd(1)).toMatchObject({ ok: true })
    await office.headquarters.leave(bySystem)
    const clock = { now: () => Date.now() }
    const parts = { client: hq.owner, chance: machineChance, newId: idMaker(clock, machineChance) }
    const reach = { host: '127.0.0.1', port: peer.port, ca: null }
    const code = valueIn(await rejoinBranch(parts, 'again', { hours: 1, reach }))
    await office.headquarters.join(code, '', bySystem)
    expect(await nextEnd(2)).toMatchObject({ ok: true })
    const { branch_id: branchId } = office.app.officeData.db.prepare('SELECT branch_id FROM headquarters').get() as {
      branch_id: string
    }
    expect([nameAt(office, 'R'), await namesThere(branchId), await conflictsThere(branchId)]).toEqual([
      'Four',
      ['Four'],
      [],
    ])
  })

  it('changes nothing when a backup from before is put back; what is written then is told from what was lost', async () => {
    const { branch, office, time, meet } = await givenBranch(handTime(Date.now() - 20_000))
    office.addCustomer({ accountNo: 'Y', name: 'One', ward: 'W1' })
    const caller = office.caller('clerk')
    const customer = office.app.customerStore.byAccount('Y')
    if (customer === undefined) throw new Error('gone')
    const visit = office.app.officeData.transact(() =>
      office.app.visits.openByApp('authenticator', null, customer, caller),
    )
    const { key } = await testBackupKey()
    const folder = temporaryFolder()
    const order = { dataFolder: office.folder, folder, mark: null, key, madeAtMs: time.wallMs() }
    const made = await makeBackup(order, seededChance(3))
    if (!made.ok) throw new Error(made.failure.words)
    await meet()
    time.pass(3_000)
    rename(office, 'Y', 'Corrected')
    office.app.visits.finish(visit, 'finished', caller)
    await meet()
    await office.close()
    const restored = await restoreFrom(
      join(folder, made.value.name),
      { own: key },
      {
        dataFolder: office.folder,
        migrations: readMigrations(migrationsFolder),
        clock: { now: () => time.wallMs() },
        key: () => officeKeys(office.folder, machineChance).code,
        actor: 'system',
      },
    )
    if (!restored.ok) throw new Error(restored.failure.message)
    time.pass(2_000)
    const again = testOffice({ folder: office.folder, time, seed: 88 })
    // A clerk who sees the old name changes it before the two have met.
    rename(again, 'C', 'Written after')
    await meet(again)
    await meet(again)
    expect([nameAt(again, 'Y'), nameAt(again, 'C')]).toEqual(['Corrected', 'Written after'])
    expect(await there('SELECT ended_how FROM counterfoil.visit WHERE branch_id = $1', branch.id)).toEqual(['finished'])
    expect((await namesThere(branch.id)).toSorted()).toEqual(['Corrected', 'Written after'])
    expect(await conflictsThere(branch.id)).toEqual([])
    time.pass(1_000)
    rename(again, 'Y', 'After the meeting')
    await meet(again)
    expect(await namesThere(branch.id)).toContain('After the meeting')
    expect(await conflictsThere(branch.id)).toEqual([])
  })
})

describe('a copy of the whole machine', () => {
  it('loses nothing of what it wrote beside the other, in the same places of its log', async () => {
    const { branch, office, time, meet } = await givenBranch(handTime(Date.now() - 60_000))
    const folder = temporaryFolder()
    office.app.officeData.db.pragma('wal_checkpoint(TRUNCATE)')
    cpSync(office.folder, folder, { recursive: true })
    const copy = testOffice({ folder, time: handTime(time.wallMs()), seed: 7 })
    time.pass(5_000)
    rename(office, 'C', 'By the machine')
    await meet()
    rename(copy, 'C', 'By the copy')
    await meet(copy)
    // Neither knew of the other: the later one stands, and the other is for review.
    const kept = await conflictsThere(branch.id)
    expect(kept).toHaveLength(1)
    expect([...(await namesThere(branch.id)), ...kept].join(' ')).toMatch(/By the copy/)
    expect(kept[0]).toMatch(/By the machine/)
  })
})
