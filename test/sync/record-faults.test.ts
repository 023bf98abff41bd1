import { describe, expect, it } from 'vitest'
import { isRecordFault, stopped } from '../../src/sync/failure.ts'
import { branchesOfOne, meets } from '../support/branches.ts'
import type { BranchOffice } from '../support/headquarters.ts'
import { seededChance } from '../support/office.ts'
import { payAt } from '../support/quick-pay.ts'

const { newBranch, count } = branchesOfOne()

const customersThere = (office: BranchOffice): Promise<number> =>
  count('counterfoil.customer WHERE branch_id = $1', office.branchId)

describe('a record that breaks the program and not a table', () => {
  it('is parked with its reason; the others go on, and the pull behind them', async () => {
    const office = await newBranch()
    for (const accountNo of ['X-1', 'X-2', 'X-3']) office.addCustomer({ accountNo })
    const spoiled = office.app.customerStore.byAccount('X-2')?.id ?? ''
    for (const field of ['updated_at_ms', 'created_at_ms'])
      office.app.officeData.db
        .prepare(`UPDATE change_log SET body = json_set(body, ?, 9000000000000000) WHERE entity_id = ?`)
        .run(`$.${field}`, spoiled)
    expect((await meets(office)).parked).toBe(1)
    expect(office.store.parkedList(0, 9)).toMatchObject([
      { entity: 'customer', entity_id: spoiled, reason: expect.stringMatching(/^unreadable: /) },
    ])
    expect([await customersThere(office), office.store.waiting().changes]).toEqual([2, 0])
  })

  it('is told from a connection, rights or a server that fail', () => {
    const of = (code: string): Error => Object.assign(new Error('said'), { code })
    const records = [new RangeError('Invalid time value'), new TypeError('x is not a function'), of('ERR_OUT_OF_RANGE')]
    for (const error of [...records, ...['22P02', '23505', '21000', '54000', 'P0001', '23CF0'].map(of)])
      expect([error.message, isRecordFault(error)]).toEqual([error.message, true])
    const others = [
      ...['ECONNRESET', 'EPIPE', 'SQLITE_FULL', 'SQLITE_BUSY', 'CF001', 'CF002', 'CERT_HAS_EXPIRED'],
      ...['42501', '42P01', '42703', '08006', '25P02', '25006', '40001', '40P01', '53100', '55P03', '57P01', '58030'],
      ...['XX000', 'XX001', '0A000', '28000', '3F000'],
    ].map(of)
    const ended = ['Connection terminated', 'Query read timeout', 'Client was closed and is not queryable']
    for (const error of [...others, ...ended.map((words) => new Error(words)), stopped('left_behind', 'x')])
      expect([error.message, String(Reflect.get(error, 'code')), isRecordFault(error)]).toEqual([
        error.message,
        String(Reflect.get(error, 'code')),
        false,
      ])
  })
})

const nasty = [
  ...[null, true, '', '\u0000', '\ud800', 'x'.repeat(100_000), [], {}, [[]], { a: { b: null } }],
  ...[-1, 0.5, 1e308, 9e15, -9e15, 8.64e15, 2 ** 53, '9999-99-99', 'NaN', '{', '"', "';--", '__proto__', 'constructor'],
]

describe('records that somebody spoiled', () => {
  it.each([1, 2, 3])(
    'never stop a lane, whatever stands in them: seed %i',
    async (seed) => {
      const chance = seededChance(seed)
      const pick = <Item>(list: readonly Item[]): Item | undefined => {
        const [a = 0, b = 0] = chance.bytes(2)
        return list[(a * 256 + b) % list.length]
      }
      const office = await newBranch()
      const caller = office.caller('clerk')
      for (let nth = 0; nth < 40; nth += 1) office.addCustomer({ accountNo: `N-${nth}` })
      for (let nth = 0; nth < 20; nth += 1) payAt(office, caller, `N-${nth}`)
      const { db } = office.app.officeData
      const records = db.prepare<[], { seq: number; body: string }>('SELECT seq, body FROM change_log').all()
      const write = db.prepare('UPDATE change_log SET body = ? WHERE seq = ?')
      for (const { seq, body } of records) {
        if ((chance.bytes(1)[0] ?? 0) < 128) continue
        const whole: Record<string, unknown> = JSON.parse(body)
        const inner = whole.fields ?? whole.allocations
        const at = typeof inner === 'object' && inner !== null && (chance.bytes(1)[0] ?? 0) < 128 ? inner : whole
        const name = pick(Object.keys(at))
        if (name !== undefined) Reflect.set(at, name, pick(nasty))
        write.run(JSON.stringify(whole), seq)
      }
      const met = await meets(office)
      expect(met.records).toBeGreaterThanOrEqual(records.length)
      expect([office.store.waiting().changes, (await office.meet()).ok]).toEqual([0, true])
      expect(office.store.parkedCount()).toBeGreaterThan(10)
      expect(await customersThere(office)).toBeGreaterThan(10)
      office.store.tryAllAgain()
      expect((await office.meet()).ok).toBe(true)
    },
    60_000,
  )
})
