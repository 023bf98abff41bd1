import { describe, expect, it } from 'vitest'
import type { Caller } from '../../src/core/visits/caller.ts'
import { branchesOfOne, copyOf, meets, reopenAt } from '../support/branches.ts'
import type { BranchOffice } from '../support/headquarters.ts'
import { seededChance } from '../support/office.ts'
import { payAt } from '../support/quick-pay.ts'

const { headquarters, newBranch, count } = branchesOfOne()

async function branchWithClerk(): Promise<{ office: BranchOffice; caller: Caller }> {
  const office = await newBranch()
  office.addCustomer({ accountNo: 'R-1' })
  const caller = office.caller('clerk')
  await meets(office)
  return { office, caller }
}

const pay = (office: BranchOffice, caller: Caller, times = 1): string[] =>
  Array.from({ length: times }, () => payAt(office, caller, 'R-1').number)

async function numbersThere(office: BranchOffice): Promise<string[]> {
  const { rows } = await headquarters()
    .client()
    .query<{ number: string }>('SELECT number FROM counterfoil.receipt WHERE branch_id = $1 ORDER BY 1', [
      office.branchId,
    ])
  return rows.map(({ number }) => number)
}

const numbersHere = (office: BranchOffice): string[] =>
  office.app.officeData.db.prepare<[], string>('SELECT number FROM receipt ORDER BY 1').pluck().all()

describe('a counter whose machine was put back whole', () => {
  it('takes payments on, in a series that neither it nor headquarters has used, and has the lost ones again', async () => {
    const { office, caller } = await branchWithClerk()
    const early = pay(office, caller)
    await meets(office)
    const folder = copyOf(office)
    const lost = pay(office, caller, 3)
    await meets(office)
    await office.close()
    const again = reopenAt(office, folder)
    const met = await meets(again)
    expect(met).toMatchObject({ epoch: 2, recovered: 3, parked: 0 })
    const fresh = pay(again, caller, 3)
    expect(fresh).toEqual(['T1.2-000001', 'T1.2-000002', 'T1.2-000003'])
    expect((await meets(again)).parked).toBe(0)
    const all = [...early, ...lost, ...fresh].toSorted()
    expect([numbersHere(again), await numbersThere(again)]).toEqual([all, all])
  })

  it('takes payments on where it took one before it met headquarters again', async () => {
    const { office, caller } = await branchWithClerk()
    const folder = copyOf(office)
    pay(office, caller, 3)
    await meets(office)
    await office.close()
    const again = reopenAt(office, folder)
    // The number of a receipt that the lost time gave out: that one stays parked, on both sides.
    const twice = pay(again, caller)
    expect(twice).toEqual(['T1-000001'])
    expect((await meets(again)).recovered).toBe(2)
    expect(pay(again, caller, 2)).toEqual(['T1.2-000001', 'T1.2-000002'])
    await meets(again)
    expect(
      again.store
        .parkedList(0, 9)
        .map(({ direction, entity }) => `${direction} ${entity}`)
        .toSorted(),
    ).toEqual(['pull payment', 'push payment'])
    expect(await numbersThere(again)).toEqual(['T1-000001', 'T1-000002', 'T1-000003', 'T1.2-000001', 'T1.2-000002'])
  })

  it('goes on behind receipts of its own series that come back', async () => {
    const { office, caller } = await branchWithClerk()
    const lost = pay(office, caller, 3)
    await meets(office)
    office.app.officeData.db.exec(`DELETE FROM receipt; DELETE FROM allocation; DELETE FROM payment;
      UPDATE terminal SET next_receipt = 2; UPDATE headquarters SET recover = 1`)
    expect((await meets(office)).recovered).toBe(3)
    expect(numbersHere(office)).toEqual(lost)
    expect(pay(office, caller)).toEqual(['T1-000004'])
  })

  it('that takes over from its copy counts in a series above the copy’s', async () => {
    const { office, caller } = await branchWithClerk()
    const copy = reopenAt(office, copyOf(office))
    pay(office, caller, 3)
    await meets(office)
    await meets(copy)
    expect(pay(copy, caller, 2)).toEqual(['T1.2-000001', 'T1.2-000002'])
    await meets(copy)
    expect((await office.meet()).ok).toBe(false)
    const over = await office.meet({ takeOver: true })
    expect(over.ok && over.value).toMatchObject({ epoch: 3, recovered: 2 })
    expect(pay(office, caller, 2)).toEqual(['T1.3-000001', 'T1.3-000002'])
    expect((await meets(office)).parked).toBe(0)
    expect(await numbersThere(office)).toEqual(numbersHere(office))
  })

  it('counts above a copy that sends receipts up to the very moment', async () => {
    const { office, caller } = await branchWithClerk()
    const copy = reopenAt(office, copyOf(office))
    pay(office, caller)
    await meets(office)
    await meets(copy)
    // The copy takes over and sends at each question in turn, while the office is about to take over itself.
    for (let at = 1; at <= 12; at += 1) {
      let sent: Promise<unknown> = Promise.resolve()
      const work = (): void => {
        pay(copy, caller)
        sent = copy.meet({ takeOver: true })
      }
      await office.meet({ takeOver: true }, { during: { at, work } })
      await sent
      for (const each of [copy, office]) {
        await each.meet({ takeOver: true })
        pay(each, caller)
        await each.meet()
      }
      await office.meet({ takeOver: true })
      const numbers = await numbersThere(office)
      expect(new Set(numbers).size).toBe(numbers.length)
      expect([at, office.store.parkedCount(), copy.store.parkedCount()]).toEqual([at, 0, 0])
    }
  }, 120_000)
})

describe('a new epoch', () => {
  it.each([
    ['of a machine that was put back', false],
    ['that a person asked for', true],
  ])(
    '%s, of which any answer was lost, is no copy that somebody must decide about',
    async (_, takeOver) => {
      let cuts = 0
      for (let at = 4; at <= 20; at += 1) {
        const { office, caller } = await branchWithClerk()
        const folder = copyOf(office)
        pay(office, caller)
        await meets(office)
        if (takeOver)
          await headquarters()
            .client()
            .query('UPDATE counterfoil.branch SET epoch = 2 WHERE id = $1', [office.branchId])
        await office.close()
        const again = reopenAt(office, folder)
        const before = takeOver ? numbersHere(again) : pay(again, caller)
        if (!(await again.meet({ takeOver }, { cut: { at, heard: true } })).ok) cuts += 1
        const next = await again.meet({ takeOver: takeOver && again.store.state().restored === 0 })
        expect([at, next.ok]).toEqual([at, true])
        const fresh = pay(again, caller, 2)
        expect((await again.meet()).ok).toBe(true)
        for (const number of fresh) expect(await numbersThere(again)).toContain(number)
        expect(again.store.parkedCount()).toBe(before.length * 2)
        await again.close()
      }
      expect(cuts).toBeGreaterThan(10)
    },
    180_000,
  )

  it.each([1, 2, 3, 4, 5, 6])(
    'never stops the counter: history %i',
    async (seed) => {
      const chance = seededChance(seed)
      const pick = (most: number): number => (chance.bytes(1)[0] ?? 0) % most
      const { office, caller } = await branchWithClerk()
      let now = office
      const kept = [copyOf(now)]
      const given = new Set<string>()
      let taken = 0
      const takes = (times: number): void => {
        for (const number of pay(now, caller, times)) {
          given.add(number)
          taken += 1
        }
      }
      for (let step = 0; step < 14; step += 1) {
        const what = pick(6)
        if (what === 0) kept.push(copyOf(now))
        else if (what === 1) {
          await now.close()
          now = reopenAt(now, kept[pick(kept.length)] ?? '')
          // As the office does soon after its start.
          await now.meet({ takeOver: pick(2) === 0 })
          kept.length = 0
          kept.push(copyOf(now))
        } else if (what === 2) now.app.officeData.db.exec('UPDATE headquarters SET restored = 1')
        else await now.meet({ takeOver: true }, { cut: { at: 5 + pick(60), heard: pick(2) === 0 } })
        takes(1 + pick(3))
      }
      await now.meet({ takeOver: true })
      await meets(now)
      takes(1)
      await meets(now)
      // No number was given out twice since, and what is here is there.
      expect(await numbersThere(now)).toEqual(
        expect.arrayContaining(numbersHere(now).filter((each) => each.includes('.'))),
      )
      expect(await count('counterfoil.payment WHERE branch_id = $1', now.branchId)).toBeGreaterThan(0)
      expect(taken).toBeGreaterThan(14)
    },
    120_000,
  )
})
