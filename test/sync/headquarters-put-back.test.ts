import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { meets, nameAt, rename } from '../support/branches.ts'
import { type BranchOffice, branchOffice } from '../support/headquarters.ts'
import { expectFacts, expectRegister } from '../support/headquarters-check.ts'
import { type BranchThere, type Headquarters, headquarters } from '../support/headquarters-peer.ts'
import { keepHeadquarters } from '../support/kept-headquarters.ts'
import { handTime, seededChance } from '../support/office.ts'
import { type PostgresPeer, startPostgres } from '../support/postgres.ts'
import { payAt } from '../support/quick-pay.ts'

let peer: PostgresPeer
let hq: Headquarters
beforeAll(async () => {
  peer = await startPostgres({ settings: ['fsync=off'] })
  hq = await headquarters(peer)
})
afterAll(() => peer.stop())

let branches = 0
async function newBranch(): Promise<{ office: BranchOffice; branch: BranchThere }> {
  branches += 1
  const branch = await hq.branch(`b${branches}`)
  const office = branchOffice(
    { branchId: branch.id, url: branch.url },
    { time: handTime(Date.now()), seed: 40 + branches },
  )
  return { office, branch }
}

const changeThere = (branch: BranchThere, office: BranchOffice, accountNo: string, name: string): Promise<unknown> =>
  hq.run('SELECT counterfoil.change_customer($1, $2, $3)', [
    branch.code,
    office.app.customerStore.byAccount(accountNo)?.id,
    { name },
  ])

describe('headquarters’ whole database, put back to an earlier time', () => {
  it('whose feed has passed the branch’s cursor again before they meet tells everything all the same', async () => {
    const { office, branch } = await newBranch()
    for (const accountNo of ['F-1', 'F-2', 'F-3']) office.addCustomer({ accountNo })
    await meets(office)
    await changeThere(branch, office, 'F-1', 'a')
    await meets(office)
    const kept = await keepHeadquarters(peer, hq)
    await changeThere(branch, office, 'F-2', 'lost with the database')
    await changeThere(branch, office, 'F-3', 'lost too')
    await meets(office)
    await kept.putBack()
    await changeThere(branch, office, 'F-1', 'after it was put back')
    for (const name of ['x', 'y', 'z']) await changeThere(branch, office, 'F-2', name)
    await meets(office)
    // What was lost there and is in no feed any more is as headquarters has it, too.
    expect(['F-1', 'F-2'].map((each) => nameAt(office, each))).toEqual(['after it was put back', 'z'])
    await expectRegister(hq.asking(), office)
    const before = office.store.state()
    await meets(office)
    expect(office.store.state().customers_seq).toBe(before.customers_seq)
  })

  it('while the branch was put back as well: neither takes for sent what the other has lost', async () => {
    const { office } = await newBranch()
    office.addCustomer({ accountNo: 'G-1' })
    await meets(office)
    const kept = await keepHeadquarters(peer, hq)
    office.addCustomer({ accountNo: 'G-2' })
    payAt(office, office.caller('clerk'), 'G-2')
    await meets(office)
    await kept.putBack()
    // As a restore leaves the office.
    office.app.officeData.db.exec('UPDATE headquarters SET restored = 1')
    await meets(office)
    await expectRegister(hq.asking(), office)
    await expectFacts(hq.asking(), office)
  })

  it.each([1, 2, 3, 4])(
    'anywhere in a history ends with the same on both sides: seed %i',
    async (seed) => {
      const chance = seededChance(seed)
      const pick = (most: number): number => (chance.bytes(1)[0] ?? 0) % most
      const { office, branch } = await newBranch()
      const accounts = ['H-1', 'H-2', 'H-3', 'H-4']
      for (const accountNo of accounts) office.addCustomer({ accountNo })
      const caller = office.caller('clerk')
      await meets(office)
      let kept = await keepHeadquarters(peer, hq)
      for (let step = 0; step < 20; step += 1) {
        const what = pick(8)
        const accountNo = accounts[pick(accounts.length)] ?? ''
        office.time.pass(1_000)
        if (what === 0) await kept.putBack()
        else if (what === 1) kept = await keepHeadquarters(peer, hq)
        else if (what === 2) payAt(office, caller, accountNo)
        else if (what === 3) rename(office, accountNo, `Here ${step}`)
        else if (what < 6) await changeThere(branch, office, accountNo, `There ${step}`)
        else await office.meet({}, { cut: { at: 4 + pick(40), heard: pick(2) === 0 } })
      }
      for (let last = 0; last < 3; last += 1) await meets(office)
      expect(office.store.parkedList(0, 9)).toEqual([])
      await expectRegister(hq.asking(), office)
      await expectFacts(hq.asking(), office)
    },
    120_000,
  )
})
