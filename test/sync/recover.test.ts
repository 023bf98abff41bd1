import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { idMaker } from '../../src/core/kernel/ids.ts'
import { machineChance } from '../../src/gateways/system.ts'
import { makeBackup } from '../../src/storage/backup/make-backup.ts'
import { restoreFrom } from '../../src/storage/backup/restore.ts'
import { readMigrations } from '../../src/storage/migrate.ts'
import { officeKeys } from '../../src/storage/office-keys.ts'
import { rejoinBranch } from '../../src/sync/headquarters/branches.ts'
import { joinHeadquarters } from '../../src/sync/join.ts'
import { testBackupKey } from '../support/backup-key.ts'
import { meetAt, meetingParts, newBranchOffice } from '../support/branch-office.ts'
import { factsOf } from '../support/headquarters-check.ts'
import { type Headquarters, headquarters, valueIn } from '../support/headquarters-peer.ts'
import {
  migrationsFolder,
  openVisit,
  seededChance,
  type TestOffice,
  temporaryFolder,
  testOffice,
} from '../support/office.ts'
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
let restores = 0

/** Notes the office as it is; `restore` puts it back, as a later start finds it. */
async function backUp(office: TestOffice): Promise<{ restore(): Promise<TestOffice> }> {
  const { key } = await testBackupKey()
  const folder = temporaryFolder()
  const order = { dataFolder: office.folder, folder, mark: null, key, madeAtMs: office.time.wallMs() }
  const made = await makeBackup(order, seededChance(3))
  if (!made.ok) throw new Error(made.failure.words)
  return {
    async restore() {
      await office.close()
      const restored = await restoreFrom(
        join(folder, made.value.name),
        { own: key },
        {
          dataFolder: office.folder,
          migrations: readMigrations(migrationsFolder),
          clock: { now: () => office.time.wallMs() },
          key: () => officeKeys(office.folder, machineChance).code,
          actor: 'system',
        },
      )
      if (!restored.ok) throw new Error(restored.failure.message)
      restores += 1
      return testOffice({ folder: office.folder, time: office.time, seed: 1000 + restores })
    },
  }
}

async function voidThere(office: TestOffice, paymentId: string): Promise<void> {
  const { db } = office.app.officeData
  const approver = await office.addStaff({ name: `Boss ${paymentId}`, role: 'supervisor', pin: '4711' })
  const row = office.app.customerStore.byId(
    db.prepare<[string], string>('SELECT customer_id FROM payment WHERE id = ?').pluck().get(paymentId) ?? '',
  )
  const done = await office.app.payments.void(office.caller('clerk'), {
    ...{ paymentId, customerId: row?.id ?? '', visitId: 'at the desk', reason: 'wrong amount' },
    ...{ approverId: approver.staffId, approverPin: '4711' },
  })
  if (done.outcome !== 'voided') throw new Error(done.outcome === 'refused' ? done.reason : done.outcome)
}

const receiptOf = (office: TestOffice, paymentId: string): string | undefined =>
  office.app.officeData.db
    .prepare<[string], string>('SELECT number FROM receipt WHERE payment_id = ?')
    .pluck()
    .get(paymentId)

describe('an office restored from a backup', () => {
  it('has again what it had pushed since: payments, receipts, voids and what is paid of each bill', async () => {
    const { office, branch } = await branchOffice()
    const early = await payHere(office, 2_000)
    valueIn(await meetAt(office, branch.url))
    const backup = await backUp(office)
    for (let at = 0; at < 3; at += 1) await payHere(office, 3_000)
    const late = await payHere(office, 4_000)
    await voidThere(office, early)
    await voidThere(office, late)
    valueIn(await meetAt(office, branch.url))
    const before = await factsOf(office, hq, branch.id)
    expect(before.there).toEqual(before.here)

    const restored = await backup.restore()
    expect((await factsOf(restored, hq, branch.id)).here.payments).toHaveLength(1)
    const met = valueIn(await meetAt(restored, branch.url))
    expect(met).toMatchObject({ recovered: 5, parked: 0, epoch: 2 })
    const after = await factsOf(restored, hq, branch.id)
    expect(after.there).toEqual(before.there)
    const { visits: _, ...here } = after.here
    const { visits: __, ...wanted } = before.here
    expect(here).toEqual(wanted)
    expect(valueIn(await meetAt(restored, branch.url))).toMatchObject({ recovered: 0, parked: 0 })

    const next = await payHere(restored, 1_000)
    expect(receiptOf(restored, next)).toMatch(/^T\d+\.2-000001$/)
    expect(valueIn(await meetAt(restored, branch.url))).toMatchObject({ parked: 0 })
    const last = await factsOf(restored, hq, branch.id)
    expect(last.there.payments).toEqual(last.here.payments)
    expect(last.there.bills).toEqual(last.here.bills)
  })

  it('has everything again also where the line is cut while it comes back', async () => {
    const { office, branch } = await branchOffice()
    valueIn(await meetAt(office, branch.url))
    const backup = await backUp(office)
    for (let at = 0; at < 6; at += 1) await payHere(office, 3_000)
    valueIn(await meetAt(office, branch.url))
    const wanted = await factsOf(office, hq, branch.id)
    const restored = await backup.restore()
    const cutter = await tcpCutter(peer.port)
    onTestFinished(() => cutter.close())
    const url = branch.url.replace(`:${peer.port}/`, `:${cutter.port}/`)
    let tries = 0
    for (let bytes = 2_000; ; bytes += 700) {
      cutter.cutAfter(bytes)
      tries += 1
      if ((await meetAt(restored, url)).ok) break
    }
    expect(tries).toBeGreaterThan(5)
    const { here, there } = await factsOf(restored, hq, branch.id)
    expect(there).toEqual(wanted.there)
    expect([here.payments, here.bills, here.allocations]).toEqual([
      wanted.here.payments,
      wanted.here.bills,
      wanted.here.allocations,
    ])
  }, 60_000)

  it('keeps apart what was paid a second time meanwhile, until somebody has settled it', async () => {
    const { office, branch } = await branchOffice()
    office.addCustomer({ accountNo: 'TWICE', emails: ['twice@example.com'], phones: [] })
    const billId = office.addBill('TWICE', 'B-TWICE', 5_000)
    valueIn(await meetAt(office, branch.url))
    const backup = await backUp(office)
    const pay = async (at: TestOffice, key: string): Promise<string> => {
      const who = at.app.customerStore.byAccount('TWICE')
      const { caller, visit } = await openVisit(at, {
        accountNo: `X-${key}`,
        emails: [`${key}@example.com`],
        phones: [],
      })
      const paid = at.app.payments.pay(caller, { ...visit, customerId: who?.id ?? '' }, key, {
        ...{ method: 'cash', tenderedMinor: 5_000, reference: '' },
        allocations: [{ billId, amountMinor: 5_000 }],
      })
      if (paid.outcome !== 'paid') throw new Error(paid.reason)
      return paid.payment.paymentId
    }
    const first = await pay(office, 'first')
    valueIn(await meetAt(office, branch.url))
    const restored = await backup.restore()
    const second = await pay(restored, 'second')
    expect(valueIn(await meetAt(restored, branch.url)).recovered).toBe(0)
    const { store } = meetingParts(restored, branch.url)
    expect(store.parkedList(0, 9)).toMatchObject([{ entity: 'payment', entity_id: first, reason: 'bill_paid_already' }])
    await voidThere(restored, second)
    store.tryAllAgain()
    expect(valueIn(await meetAt(restored, branch.url)).recovered).toBe(1)
    expect(store.parkedCount()).toBe(0)
    const { here, there } = await factsOf(restored, hq, branch.id)
    expect(here.payments).toEqual(there.payments)
    expect(here.bills).toEqual(there.bills)
  })
})

describe('a machine that replaces a lost one', () => {
  it('gets everything from headquarters, and gives no receipt number again', async () => {
    const { office, branch } = await branchOffice()
    for (let at = 0; at < 3; at += 1) await payHere(office, 3_000)
    valueIn(await meetAt(office, branch.url))
    const wanted = await factsOf(office, hq, branch.id)

    const newId = idMaker({ now: () => Date.now() }, machineChance)
    const reach = { host: '127.0.0.1', port: peer.port, ca: null }
    const owner = { client: hq.owner, chance: machineChance, newId }
    const code = valueIn(await rejoinBranch(owner, branch.code, { hours: 1, reach }))
    const joined = valueIn(await joinHeadquarters({ code, newPassword: 'new', salt: machineChance.bytes(16) }))
    const fresh = testOffice({ seed: 4321 })
    const { store } = meetingParts(fresh, joined.url)
    store.join(joined.branchId, joined.branchCode, joined.server, joined.epoch)
    // As the office's own joining does: the first meeting asks for all that headquarters has of this branch.
    fresh.app.officeData.db.exec('UPDATE headquarters SET restored = 1, last_met_there_ms = NULL')
    expect(valueIn(await meetAt(fresh, joined.url))).toMatchObject({ customers: 3, bills: 3, recovered: 3 })
    const { here, there } = await factsOf(fresh, hq, branch.id)
    expect(there).toEqual(wanted.there)
    expect([here.payments, here.bills]).toEqual([wanted.here.payments, wanted.here.bills])

    const next = await payHere(fresh, 1_000)
    expect(receiptOf(fresh, next)).toMatch(/^T1\.2-000001$/)
    expect(valueIn(await meetAt(fresh, joined.url))).toMatchObject({ parked: 0 })
    expect((await factsOf(fresh, hq, branch.id)).there.payments).toHaveLength(4)
  })
})
