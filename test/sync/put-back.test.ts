import { describe, expect, it } from 'vitest'
import { branchesOfOne, copyOf, meets, nameAt, reopenAt } from '../support/branches.ts'
import type { BranchOffice } from '../support/headquarters.ts'
import { expectFacts, expectRegister } from '../support/headquarters-check.ts'

const { headquarters, newBranch, count, codeOf } = branchesOfOne()

describe('a machine that was put back', () => {
  it('begins a new epoch by itself, sends what is new, doubles nothing, and gets back what headquarters had', async () => {
    const office = await newBranch()
    office.addCustomer({ accountNo: 'R-1' })
    await meets(office)
    const folder = copyOf(office)
    office.addCustomer({ accountNo: 'R-2' })
    await meets(office)
    await office.close()
    const again = reopenAt(office, folder)
    again.addCustomer({ accountNo: 'R-3' })
    expect((await meets(again)).epoch).toBe(2)
    await meets(again)
    const accounts = () => ['R-1', 'R-2', 'R-3'].map((each) => again.app.customerStore.byAccount(each)?.account_no)
    expect(accounts()).toEqual(['R-1', 'R-2', 'R-3'])
    expect(await count('counterfoil.customer WHERE branch_id = $1', office.branchId)).toBe(3)
    await expectRegister(headquarters().client(), again)
    await expectFacts(headquarters().client(), again)
  })

  it('while the newer one goes on is refused, until somebody decides that it shall go on', async () => {
    const office = await newBranch()
    await meets(office)
    const copy = reopenAt(office, copyOf(office))
    copy.app.officeData.db.exec('UPDATE headquarters SET restored = 1')
    copy.addCustomer({ accountNo: 'L-2' })
    expect((await meets(copy)).epoch).toBe(2)
    office.addCustomer({ accountNo: 'L-1' })
    expect(await office.meet()).toMatchObject({ ok: false, failure: { reason: 'left_behind' } })
    expect(await count('counterfoil.customer WHERE branch_id = $1', office.branchId)).toBe(1)
    const over = await office.meet({ takeOver: true })
    expect(over.ok && over.value.epoch).toBe(3)
    expect(await copy.meet()).toMatchObject({ ok: false, failure: { reason: 'left_behind' } })
    expect(await count('counterfoil.customer WHERE branch_id = $1', office.branchId)).toBe(2)
  })
})

describe('a headquarters that was put back to an earlier state', () => {
  /** What a restore of its database undoes: rows, lanes and feed of this branch since then. */
  async function putBack(
    office: BranchOffice,
    to: { lanes: readonly Record<string, unknown>[]; epoch: number; feed: number },
  ) {
    const client = headquarters().client()
    const { branchId } = office
    for (const table of [
      'customer',
      'bill',
      'verification',
      'terminal',
      'visit',
      'message',
      'audit_head',
      'batch',
      'lane',
    ])
      await client.query(`DELETE FROM counterfoil.${table} WHERE branch_id = $1`, [branchId])
    for (const { epoch, lane, seq, hash } of to.lanes)
      await client.query(
        'INSERT INTO counterfoil.lane (branch_id, epoch, lane, seq, hash) VALUES ($1, $2, $3, $4, $5)',
        [branchId, epoch, lane, seq, hash],
      )
    await client.query('UPDATE counterfoil.branch SET epoch = $2 WHERE id = $1', [branchId, to.epoch])
    await client.query('DELETE FROM counterfoil.feed WHERE branch_id = $1', [branchId])
    await client.query('UPDATE counterfoil.feed_head SET seq = $2 WHERE branch_id = $1', [branchId, to.feed])
  }

  it('gets what it lost again, from every branch that meets it, and the branch hears what is told anew', async () => {
    const office = await newBranch()
    office.addCustomer({ accountNo: 'H-1' })
    const empty = { lanes: [], epoch: 1, feed: 0 }
    await meets(office)
    const code = codeOf(office)
    const id = office.app.customerStore.byAccount('H-1')?.id
    for (const name of ['One', 'Two', 'Three'])
      await headquarters().client().query('SELECT counterfoil.change_customer($1, $2, $3)', [code, id, { name }])
    office.addCustomer({ accountNo: 'H-2' })
    await meets(office)
    expect(nameAt(office, 'H-1')).toBe('Three')
    await putBack(office, empty)
    expect((await meets(office)).epoch).toBe(1)
    expect(await count('counterfoil.customer WHERE branch_id = $1', office.branchId)).toBe(2)
    // The feed counts from where it was; the branch is already further.
    await headquarters()
      .client()
      .query('SELECT counterfoil.change_customer($1, $2, $3)', [code, id, { ward: 'Anew' }])
    await meets(office)
    expect(office.app.customerStore.byAccount('H-1')?.ward).toBe('Anew')
    await meets(office)
    await expectRegister(headquarters().client(), office)
  })

  it('to before the branch’s epoch began gets everything again under a new one', async () => {
    const office = await newBranch()
    office.addCustomer({ accountNo: 'E-1' })
    await meets(office)
    office.app.officeData.db.exec('UPDATE headquarters SET restored = 1')
    office.addCustomer({ accountNo: 'E-2' })
    expect((await meets(office)).epoch).toBe(2)
    await putBack(office, { lanes: [], epoch: 1, feed: 0 })
    expect((await meets(office)).epoch).toBe(2)
    expect(await count('counterfoil.customer WHERE branch_id = $1', office.branchId)).toBe(2)
    await meets(office)
    await expectRegister(headquarters().client(), office)
  })
})
