import { expect, it } from 'vitest'
import { branchesOfOne, meets, nameAt, rename } from '../support/branches.ts'
import { type BranchOffice, branchOffice, type MeetingFaults } from '../support/headquarters.ts'
import { expectFacts, expectRegister } from '../support/headquarters-check.ts'
import { payAt } from '../support/quick-pay.ts'

const { headquarters, newBranch, count } = branchesOfOne()
const dayMs = 86_400_000

/** An office with customers, bills, payments, a void, visits and feedback, that met headquarters a month and more ago. */
async function oldOffice(): Promise<BranchOffice> {
  const office = await newBranch(Date.now() - 40 * dayMs)
  const { app } = office
  const caller = office.caller('clerk')
  for (const accountNo of ['W-1', 'W-2', 'W-3']) office.addCustomer({ accountNo, emails: [`${accountNo}@example.com`] })
  const { paymentId } = payAt(office, caller, 'W-1')
  payAt(office, caller, 'W-2')
  const approver = await office.addStaff({ name: 'Boss', role: 'supervisor', pin: '4711' })
  const voided = await app.payments.void(caller, {
    ...{ paymentId, customerId: app.customerStore.byAccount('W-1')?.id ?? '', visitId: 'at the desk' },
    ...{ reason: 'wrong', approverId: approver.staffId, approverPin: '4711' },
  })
  expect(voided.outcome).toBe('voided')
  const [ticketId, visitId] = [office.app.officeData.newId(), office.app.officeData.newId()]
  app.officeData.db
    .prepare(`INSERT INTO feedback (id, ticket_no, visit_id, customer_id, rating, category, words, status, created_at_ms, updated_at_ms)
      SELECT ?, 'F1-0001', ?, id, 4, 'bill', 'Thank you', 'open', 1, 2 FROM customer WHERE account_no = 'W-3'`)
    .run(ticketId, visitId)
  app.officeData.changes.append('feedback', ticketId, {})
  office.time.pass(60_000)
  rename(office, 'W-2', 'Renamed')
  await meets(office)
  office.time.pass(32 * dayMs)
  // Twice: what is forgotten, is forgotten at the end.
  await meets(office)
  await meets(office)
  expect(app.officeData.db.prepare(`SELECT count(*) FROM change_log WHERE entity = 'payment'`).pluck().get()).toBe(0)
  return office
}

let moves = 0

/** As the administrator's screen does it, to the branch `at` which another office has not been. */
function moveTo(office: BranchOffice, at: BranchOffice): BranchOffice {
  moves += 1
  office.store.leave()
  office.store.join(at.branchId, 'x', 'test', 1)
  office.store.beginAnew()
  return branchOffice(
    { branchId: at.branchId, url: at.url },
    { folder: office.folder, time: office.time, seed: 900 + moves },
  )
}

async function expectAllThere(office: BranchOffice): Promise<void> {
  await meets(office)
  expect(office.store.parkedList(0, 9)).toEqual([])
  await expectRegister(headquarters().client(), office)
  await expectFacts(headquarters().client(), office)
  expect(await count('counterfoil.payment_void WHERE branch_id = $1', office.branchId)).toBe(1)
  expect(await count('counterfoil.terminal WHERE branch_id = $1', office.branchId)).toBeGreaterThan(0)
}

it('an office that joins another headquarters brings everything, not only what its log still keeps', async () => {
  const office = await oldOffice()
  // More than a page of them.
  office.app.officeData.transact(() => {
    for (let nth = 0; nth < 1_100; nth += 1) office.addCustomer({ accountNo: `M-${nth}` })
  })
  await meets(office)
  const moved = moveTo(office, await newBranch())
  expect(moved.store.waiting().changes).toBeLessThan(10)
  rename(moved, 'W-1', 'Changed before the first meeting')
  payAt(moved, moved.caller('clerk'), 'W-3')
  await meets(moved)
  await expectAllThere(moved)
  expect(await count('counterfoil.payment WHERE branch_id = $1', moved.branchId)).toBe(3)
  expect(await count('counterfoil.customer_conflict WHERE home_branch_id = $1', moved.branchId)).toBe(0)
  // The stamps came along: a later change is later there as well.
  rename(moved, 'W-2', 'Changed afterwards')
  await expectAllThere(moved)
  expect(await count('counterfoil.customer_conflict WHERE home_branch_id = $1', moved.branchId)).toBe(0)
  expect(nameAt(moved, 'W-2')).toBe('Changed afterwards')
})

it('whichever answer is lost, wherever the office dies, and whatever the counter does meanwhile, everything is there once', async () => {
  const faults: MeetingFaults[] = []
  for (let at = 6; at <= 36; at += 3) faults.push({ cut: { at, heard: at % 2 === 0 } })
  for (let dies = 3; dies <= 15; dies += 4) faults.push({ dies })
  const office = await oldOffice()
  let now = office
  for (const [nth, fault] of faults.entries()) {
    now = moveTo(now, await newBranch())
    const caller = now.caller('clerk')
    const before = now
    let payments = 0
    const work = (): void => {
      payments += 1
      payAt(before, caller, 'W-1')
      rename(before, 'W-3', `While it is sent ${payments}`)
    }
    await now.meet({}, { ...fault, during: { at: 5 + ((nth * 7) % 25), work } })
    await meets(now)
    await expectAllThere(now)
    expect(await count('counterfoil.customer_conflict WHERE home_branch_id = $1', now.branchId)).toBe(0)
  }
}, 180_000)

it('an office that comes back to the headquarters it left sends nothing twice: headquarters proves what it has', async () => {
  const office = await oldOffice()
  payAt(office, office.caller('clerk'), 'W-3')
  const log = office.app.officeData.db.prepare('SELECT count(*) FROM change_log').pluck()
  await meets(office)
  rename(office, 'W-1', 'Changed and not sent')
  office.store.leave()
  await headquarters()
    .client()
    .query('UPDATE counterfoil.branch SET epoch = epoch + 1 WHERE id = $1', [office.branchId])
  office.store.join(office.branchId, 'x', 'test', 2)
  office.store.beginAnew()
  const met = await meets(office)
  // The change, and where the trail ends.
  expect([met.records, Number(log.get()) > 4]).toEqual([2, true])
  await expectAllThere(office)
})

it('a headquarters that was rebuilt under the same branch proves nothing, and is sent everything', async () => {
  const office = await oldOffice()
  const client = headquarters().client()
  office.store.leave()
  for (const table of [
    'customer',
    'bill',
    'payment',
    'receipt',
    'allocation',
    'payment_void',
    'visit',
    'lane',
    'terminal',
  ])
    await client.query(`DELETE FROM counterfoil.${table} WHERE branch_id = $1`, [office.branchId])
  office.store.join(office.branchId, 'x', 'test', 1)
  office.store.beginAnew()
  await meets(office)
  await expectAllThere(office)
})

it('what headquarters will not take of it is parked, counted, and tried again', async () => {
  const office = await oldOffice()
  office.app.officeData.db.exec(`UPDATE customer SET name = '' WHERE account_no IN ('W-1', 'W-3')`)
  const moved = moveTo(office, await newBranch())
  expect((await meets(moved)).parked).toBe(2)
  expect(await count('counterfoil.customer WHERE branch_id = $1', moved.branchId)).toBe(1)
  moved.store.tryAllAgain()
  await meets(moved)
  expect(moved.store.parkedList(0, 9).map(({ tries }) => tries)).toEqual([2, 2])
  const body = moved.app.officeData.db
  body.exec(`UPDATE headquarters_parked SET body = json_set(body, '$.fields.name', 'Mended'), again = 1;
    UPDATE customer SET name = 'Mended' WHERE name = ''`)
  await meets(moved)
  await expectAllThere(moved)
})
