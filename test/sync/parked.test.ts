import { describe, expect, it } from 'vitest'
import { overviewOf } from '../../src/sync/headquarters/overview.ts'
import { branchesOfOne, meets } from '../support/branches.ts'
import type { BranchOffice } from '../support/headquarters.ts'
import { payAt } from '../support/quick-pay.ts'

const { headquarters, newBranch, count, codeOf } = branchesOfOne()

/** By a method that headquarters' tables do not take. Answers with the payment's id. */
function payBadly(office: BranchOffice, caller = office.caller('clerk')): string {
  const { paymentId } = payAt(office, caller, 'P-1')
  office.app.officeData.db
    .prepare(
      `UPDATE change_log SET body = json_set(body, '$.method', 'barter') WHERE entity = 'payment' AND entity_id = ?`,
    )
    .run(paymentId)
  return paymentId
}

function mend(office: BranchOffice): void {
  office.app.officeData.db.exec(`UPDATE headquarters_parked SET body = json_set(body, '$.method', 'card')`)
  office.store.tryAllAgain()
}

async function branchWithCustomer(): Promise<BranchOffice> {
  const office = await newBranch()
  office.addCustomer({ accountNo: 'P-1' })
  await meets(office)
  return office
}

const paymentsThere = (office: BranchOffice): Promise<number> =>
  count('counterfoil.payment WHERE branch_id = $1', office.branchId)
const parkedThere = (office: BranchOffice): Promise<number> =>
  count('counterfoil.parked WHERE branch_id = $1', office.branchId)
/** What `counterfoil hq status` prints. */
async function parkedShown(office: BranchOffice): Promise<number | undefined> {
  const { branches } = await overviewOf(headquarters().client())
  return branches.find(({ code }) => code === codeOf(office))?.parked
}

describe('a record that headquarters parked in a batch', () => {
  it('is parked here too, whichever answer of the meeting was lost, and can be tried again', async () => {
    const office = await branchWithCustomer()
    let cuts = 0
    for (let at = 1; at <= 30; at += 1) {
      const paymentId = payBadly(office)
      if (!(await office.meet({}, { cut: { at, heard: true } })).ok) cuts += 1
      await meets(office)
      const shown = office.store.parkedList(0, 9).map((row) => [row.direction, row.entity, row.entity_id])
      expect([at, shown]).toEqual([at, [['push', 'payment', paymentId]]])
      expect([await parkedThere(office), await parkedShown(office)]).toEqual([1, 1])
      mend(office)
      await meets(office)
      expect([at, office.store.parkedCount(), await parkedThere(office)]).toEqual([at, 0, 0])
      expect(await paymentsThere(office)).toBe(at)
    }
    expect(cuts).toBeGreaterThan(20)
  }, 120_000)

  it('is counted by headquarters before the branch meets it again', async () => {
    const office = await branchWithCustomer()
    payBadly(office)
    // The office dies after headquarters has the batch, and before it knows.
    for (let dies = 1; (await parkedThere(office)) === 0; dies += 1) {
      expect(await parkedShown(office)).toBe(0)
      expect((await office.meet({}, { dies })).ok).toBe(false)
    }
    expect([office.store.parkedCount(), await parkedShown(office)]).toEqual([0, 1])
  }, 60_000)

  it('is written when it is tried again, though headquarters has lost its own note of it', async () => {
    const office = await branchWithCustomer()
    payBadly(office)
    await meets(office)
    await headquarters().client().query('DELETE FROM counterfoil.parked WHERE branch_id = $1', [office.branchId])
    mend(office)
    await meets(office)
    expect([office.store.parkedCount(), await paymentsThere(office)]).toEqual([0, 1])
  })

  it('waits unseen while the office belongs nowhere, and stands again where it comes back', async () => {
    const office = await branchWithCustomer()
    payBadly(office)
    await meets(office)
    expect([office.headquarters.status().parked, office.headquarters.parked(0).rows.length]).toEqual([1, 1])
    office.store.leave()
    expect([office.headquarters.status().parked, office.headquarters.parked(0).rows]).toEqual([0, []])
    office.store.join(office.branchId, 'x', 'test', 1)
    office.store.beginAnew()
    await meets(office)
    expect(office.headquarters.status().parked).toBe(1)
    mend(office)
    await meets(office)
    expect([office.store.parkedCount(), await paymentsThere(office)]).toEqual([0, 1])
  })

  it('and sent again in a later epoch stands in that one, on both sides', async () => {
    const office = await branchWithCustomer()
    payBadly(office)
    await meets(office)
    // Headquarters was put back to before this epoch began.
    office.app.officeData.db.exec('UPDATE headquarters SET epoch = 2')
    expect((await meets(office)).epoch).toBe(2)
    const epochs = await headquarters()
      .client()
      .query<{ epoch: number }>('SELECT epoch FROM counterfoil.parked WHERE branch_id = $1 ORDER BY 1', [
        office.branchId,
      ])
    expect(epochs.rows.map(({ epoch }) => epoch)).toEqual([1, 2])
    expect(office.store.parkedList(0, 9)).toMatchObject([{ epoch: 2 }])
    mend(office)
    await meets(office)
    expect([office.store.parkedCount(), await parkedShown(office)]).toEqual([0, 0])
  })
})
