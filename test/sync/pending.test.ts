import { describe, expect, it } from 'vitest'
import { branchesOfOne, meets } from '../support/branches.ts'
import { expectRegister } from '../support/headquarters-check.ts'

const { headquarters, newBranch } = branchesOfOne()

const asked = async <Row extends object>(sql: string, ...values: unknown[]): Promise<Row[]> =>
  (await headquarters().client().query<Row>(sql, values)).rows

describe('what is written here while headquarters’ newer state is on its way', () => {
  it('of a bill stands at once after the meeting, and at headquarters after the next', async () => {
    const office = await newBranch()
    office.addCustomer({ accountNo: 'E-1' })
    const id = office.addBill('E-1', 'EB-1', 1_000)
    await meets(office)
    const here = (): number | undefined => office.app.billStore.byId(id)?.amount_minor
    let told = 0
    let questions = 0
    for (let at = 1; at <= 16; at += 1) {
      const [bill] = await asked<{ next: string }>(
        'SELECT counterfoil.stamp_after(stamp) AS next FROM counterfoil.bill WHERE id = $1',
        id,
      )
      await asked('UPDATE counterfoil.bill SET amount_minor = $2, stamp = $3 WHERE id = $1', id, 5_000 + at, bill?.next)
      await asked(
        `SELECT counterfoil.put_in_feed($1, 'bill', ARRAY[$2]::uuid[], ARRAY[$1]::uuid[])`,
        office.branchId,
        id,
      )
      office.time.pass(120_000)
      const mine = 2_000 + at
      let did = false
      const work = (): void => {
        did = true
        office.addBill('E-1', 'EB-1', mine)
      }
      expect((await office.meet({}, { during: { at, work } })).ok).toBe(true)
      const waits = office.store.waiting().changes > 0
      if (did) questions += 1
      if (did && waits) expect([at, here()]).toEqual([at, mine])
      if (here() === 5_000 + at) told += 1
      await meets(office)
      await meets(office)
      const there = await asked<{ amount_minor: number }>('SELECT amount_minor FROM counterfoil.bill WHERE id = $1', id)
      expect([at, here()]).toEqual([at, Number(there[0]?.amount_minor)])
    }
    // Some writings came too late for the meeting, and some meetings had none.
    expect(questions).toBeGreaterThan(7)
    expect(told).toBeGreaterThan(0)
    await expectRegister(headquarters().client(), office)
  }, 120_000)
})
