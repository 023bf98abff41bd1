import { describe, expect, it } from 'vitest'
import { branchesOfOne, meets, nameAt, rename } from '../support/branches.ts'
import type { BranchOffice } from '../support/headquarters.ts'

const { newBranch, share } = branchesOfOne()
const by = { actor: 'staff-1', terminalId: null }

const open = (...offices: readonly BranchOffice[]): number[] => offices.map(({ store }) => store.openConflictCount())

/** One customer of three branches. */
async function threeThatServe() {
  const home = await newBranch()
  const others = [await newBranch(), await newBranch()] as const
  home.addCustomer({ accountNo: 'S-1', name: 'Start' })
  await meets(home)
  for (const other of others) {
    await share(home, 'S-1', other)
    await meets(other)
  }
  // Their clocks stand still, each a little after the one before: what the home branch writes is the earlier.
  return [home, ...others] as const
}

describe('a value that was not kept', () => {
  it.each(['the later one', 'the earlier one'])('is told to every branch where %s comes second', async (which) => {
    const [home, other, third] = await threeThatServe()
    const first = which === 'the later one' ? home : other
    const second = first === home ? other : home
    rename(home, 'S-1', 'Home')
    rename(other, 'S-1', 'Other')
    for (const each of [first, second]) await meets(each)
    for (const each of [home, other, third]) await meets(each)
    expect(open(home, other, third)).toEqual([1, 1, 1])
    for (const each of [home, other, third]) {
      expect(each.store.openConflicts(1)).toMatchObject([{ kept: 'Other', lost: 'Home' }])
      expect(nameAt(each, 'S-1')).toBe('Other')
    }
  })

  it('is settled once: the others hear of it at their next meeting, and cannot undo it', async () => {
    const [home, other, third] = await threeThatServe()
    rename(home, 'S-1', 'Home')
    rename(other, 'S-1', 'Other')
    for (const each of [home, other, home, third]) await meets(each)
    const [conflict] = home.store.openConflicts(1)
    const id = conflict?.id ?? ''
    expect(home.headquarters.resolve(id, 'keep', by)).toEqual({ outcome: 'done' })
    await meets(home)
    for (const each of [other, third]) await meets(each)
    expect(open(home, other, third)).toEqual([0, 0, 0])
    for (const each of [other, third])
      expect(each.headquarters.resolve(id, 'other', by)).toEqual({ outcome: 'refused', reason: 'reviewed' })
    for (const each of [home, other, third]) await meets(each)
    expect([home, other, third].map((each) => nameAt(each, 'S-1'))).toEqual(['Other', 'Other', 'Other'])
  })

  it('of a field that only a newer version knows is listed, and can be settled', async () => {
    const office = await newBranch()
    const { customerId } = office.addCustomer({ accountNo: 'F-1', name: 'Asha' })
    office.store.putConflict({
      ...{ id: crypto.randomUUID(), customer_id: customerId, field: 'tariff', kept: 'A', lost: 'B' },
      ...{ happened_at_ms: 5, reviewed_at_ms: null, reviewed_by: null },
    })
    const { rows } = office.headquarters.conflicts(null)
    expect(rows).toMatchObject([{ field: 'other', fieldName: 'tariff', kept: 'A', other: 'B', customerName: 'Asha' }])
    const id = rows[0]?.conflictId ?? ''
    expect(office.headquarters.resolve(id, 'other', by)).toEqual({ outcome: 'refused', reason: 'not_possible' })
    expect(office.headquarters.resolve(id, 'keep', by)).toEqual({ outcome: 'done' })
    expect(office.headquarters.conflicts(null).rows).toEqual([])
  })
})
