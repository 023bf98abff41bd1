import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { idMaker } from '../../../src/core/kernel/ids.ts'
import { done } from '../../../src/core/kernel/outcome.ts'
import type { BillColumn, CustomerColumn } from '../../../src/core/transfers/columns.ts'
import type { FileRow } from '../../../src/core/transfers/import-batch.ts'
import { seenKeys } from '../../../src/core/transfers/seen-keys.ts'
import { machineChance } from '../../../src/gateways/system.ts'
import { scratchDatabase } from '../../../src/storage/transfers/scratch.ts'
import { billTaker } from '../../../src/sync/headquarters/import-bills.ts'
import { customerTaker } from '../../../src/sync/headquarters/import-customers.ts'
import { type BranchThere, type Headquarters, headquarters } from '../../support/headquarters-peer.ts'
import { type PostgresPeer, startPostgres } from '../../support/postgres.ts'

let peer: PostgresPeer
let hq: Headquarters
let north: BranchThere
let south: BranchThere
beforeAll(async () => {
  peer = await startPostgres()
  hq = await headquarters(peer)
  north = await hq.branch('north')
  south = await hq.branch('south')
})
afterAll(() => peer.stop())

const newId = idMaker({ now: () => Date.now() }, machineChance)
const parts = () => ({
  ...{ client: hq.owner, branchId: north.id, newId, seen: seenKeys(scratchDatabase()) },
  ...({ region: 'IN', currency: 'INR', nowMs: () => Date.now() } as const),
})

const customer = (row: number, cells: Partial<Record<CustomerColumn, string>>): FileRow<CustomerColumn> => {
  const blank = { account_no: '', name: 'Asha', email: '', phone: '', address: '', ward: '', locale: '', channel: '' }
  return { row, cells: done({ ...blank, ...cells }) }
}
const bill = (row: number, cells: Partial<Record<BillColumn, string>>): FileRow<BillColumn> => {
  const one = {
    bill_no: '',
    account_no: 'A-1',
    period: 'Oct',
    issued_on: '2026-10-01',
    due_on: '2026-10-21',
    amount: '10',
  }
  return { row, cells: done({ ...one, ...cells }) }
}

/** What the branch has not heard of yet, from `since` on. */
async function heard(branch: BranchThere, since = 0): Promise<{ seq: number; kind: string; id: string }[]> {
  const client = await branch.open()
  const { rows } = await client.query('SELECT seq, kind, id FROM counterfoil.feed WHERE seq > $1 ORDER BY seq', [since])
  await client.end()
  return rows
}

describe('customers of a file', () => {
  it('reach the branch that holds them, and after a change those that share them', async () => {
    const first = await customerTaker(parts()).take([
      customer(2, { account_no: 'A-1', email: 'a@example.com;b@example.com' }),
      customer(3, { account_no: 'A-2' }),
    ])
    expect(first).toEqual({ rows: 2, added: 2, changed: 0, unchanged: 0, rejects: [] })
    const told = await heard(north)
    expect(told.map(({ seq, kind }) => [seq, kind])).toEqual([
      [1, 'customer'],
      [2, 'customer'],
    ])
    await hq.run('SELECT counterfoil.share_customer($1, $2, $3)', ['north', told[0]?.id, 'south'])
    expect(await heard(south)).toHaveLength(1)

    const second = await customerTaker(parts()).take([
      customer(2, { account_no: 'a-1', name: 'Asha Devi', email: 'b@example.com' }),
      customer(3, { account_no: 'A-2' }),
    ])
    expect(second).toMatchObject({ added: 0, changed: 1, unchanged: 1 })
    expect((await heard(north, 2)).map(({ id }) => id)).toEqual([told[0]?.id])
    expect(await heard(south, 1)).toHaveLength(1)
    const { rows } = await hq.run('SELECT name, account_no, contacts, stamps FROM counterfoil.customer WHERE id = $1', [
      told[0]?.id,
    ])
    expect(rows[0]).toMatchObject({ name: 'Asha Devi', account_no: 'a-1' })
    expect(Object.keys(rows[0].contacts)).toEqual(['email:b@example.com'])
    expect(Object.keys(rows[0].stamps).sort()).toEqual([
      '*',
      'account_no',
      'email:a@example.com',
      'email:b@example.com',
      'name',
    ])
    expect(rows[0].stamps.name > rows[0].stamps['*']).toBe(true)
  })

  it('keep what staff at a branch added', async () => {
    await customerTaker(parts()).take([customer(2, { account_no: 'A-9', email: 'file@example.com' })])
    await hq.run(
      `UPDATE counterfoil.customer SET contacts = contacts || '{"email:desk@example.com": {"position": 1, "source": "desk", "provenAtMs": 5}}'
       WHERE account_no = 'A-9'`,
    )
    const result = await customerTaker(parts()).take([customer(2, { account_no: 'A-9', email: 'new@example.com' })])
    expect(result.changed).toBe(1)
    const { rows } = await hq.run(`SELECT contacts FROM counterfoil.customer WHERE account_no = 'A-9'`)
    expect(rows[0].contacts).toEqual({
      'email:desk@example.com': { position: 0, source: 'desk', provenAtMs: 5 },
      'email:new@example.com': { position: 1, source: 'file', provenAtMs: null },
    })
  })

  it('count once where a file names them twice, and are refused where the two differ', async () => {
    const taker = customerTaker(parts())
    const first = await taker.take([
      customer(2, { account_no: 'D-1' }),
      customer(3, { account_no: 'd-1' }),
      customer(4, { account_no: 'D-1' }),
    ])
    expect(first).toMatchObject({ added: 1, unchanged: 1 })
    expect(first.rejects).toMatchObject([{ row: 3, column: 'account_no', reason: expect.stringContaining('row 2') }])
    expect((await taker.take([customer(5, { account_no: 'D-1', name: 'Other' })])).rejects).toHaveLength(1)
  })
})

describe('bills of a file', () => {
  it('are added, changed, and never fall below what is paid nor leave who paid', async () => {
    await customerTaker(parts()).take([customer(2, { account_no: 'A-1' }), customer(3, { account_no: 'P-2' })])
    const added = await billTaker(parts()).take([
      bill(2, { bill_no: 'B-1', amount: '100' }),
      bill(3, { bill_no: 'B-2', account_no: 'NOBODY' }),
    ])
    expect(added).toMatchObject({ added: 1, rejects: [{ row: 3, column: 'account_no' }] })
    const { rows } = await hq.run(`SELECT id FROM counterfoil.bill WHERE bill_no = 'B-1'`)
    await hq.run(
      `INSERT INTO counterfoil.allocation (branch_id, payment_id, bill_id, paid_at, amount_minor) VALUES ($1, gen_random_uuid(), $2, now(), 6000)`,
      [north.id, rows[0].id],
    )
    const more = await billTaker(parts()).take([bill(2, { bill_no: 'B-1', amount: '59.99' })])
    expect(more.rejects).toMatchObject([{ column: 'amount', reason: expect.stringContaining('already paid') }])
    const moved = await billTaker(parts()).take([bill(2, { bill_no: 'B-1', amount: '100', account_no: 'P-2' })])
    expect(moved.rejects).toMatchObject([{ column: 'account_no' }])
    expect(await billTaker(parts()).take([bill(2, { bill_no: 'B-1', amount: '60' })])).toMatchObject({
      changed: 1,
      rejects: [],
    })
    expect(await billTaker(parts()).take([bill(2, { bill_no: 'B-1', amount: '60' })])).toMatchObject({ unchanged: 1 })
    expect((await heard(north)).filter(({ kind }) => kind === 'bill')).toHaveLength(1)
  })
})
