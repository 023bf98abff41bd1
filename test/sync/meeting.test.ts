import { describe, expect, it } from 'vitest'
import { branchesOfOne, meets, nameAt, rename } from '../support/branches.ts'
import { expectRegister } from '../support/headquarters-check.ts'

const { headquarters, newBranch, count, share } = branchesOfOne()

describe('a meeting', () => {
  it('brings everything to headquarters once, and the next one has nothing to do', async () => {
    const office = await newBranch()
    for (let nth = 0; nth < 5; nth += 1) office.addCustomer({ accountNo: `P-${nth}` })
    office.addBill('P-1', `M-${office.branchId}`, 5_000)
    expect((await meets(office)).records).toBeGreaterThan(5)
    expect((await meets(office)).records).toBeLessThanOrEqual(1)
    await expectRegister(headquarters().client(), office)
    expect(office.store.waiting().changes).toBe(0)
  })

  it('begun twice at once sends each record once', async () => {
    const office = await newBranch()
    for (let nth = 0; nth < 30; nth += 1) office.addCustomer({ accountNo: `T-${nth}` })
    const both = await Promise.all([office.meet(), office.meet()])
    // The slower one may find the lane where it did not leave it; then it says so, and nothing is doubled.
    expect(both.some(({ ok }) => ok)).toBe(true)
    await meets(office)
    expect(await count('counterfoil.customer WHERE branch_id = $1', office.branchId)).toBe(30)
    await expectRegister(headquarters().client(), office)
  })

  it('sends money first, and what was taken meanwhile before the rest', async () => {
    const office = await newBranch()
    office.addCustomer({ accountNo: 'F-1' })
    const { db, changes } = { db: office.app.officeData.db, changes: office.app.officeData.changes }
    const fact = (id: string) => ({
      payment_id: id,
      reason: 'twice',
      requested_by: 'a',
      approved_by: 'b',
      voided_at_ms: Date.now(),
    })
    db.transaction(() => changes.append('payment_void', 'v', fact(crypto.randomUUID())))()
    await meets(office)
    const { rows } = await headquarters()
      .client()
      .query<{ lane: number }>('SELECT lane FROM counterfoil.batch WHERE branch_id = $1 ORDER BY received_at, lane', [
        office.branchId,
      ])
    expect(rows.map(({ lane }) => lane)).toEqual(rows.map(({ lane }) => lane).toSorted())
    expect(rows[0]?.lane).toBe(1)
  })

  it('parks what headquarters will not take, with its reason, on both sides; the rest go on; it can be tried again', async () => {
    const office = await newBranch()
    office.addCustomer({ accountNo: 'K-1' })
    const { changes, db } = office.app.officeData
    const bad = { id: 'not a uuid', purpose: 'visit', channel: 'sms', known: 1, customer_id: null, terminal_id: 't' }
    const body = { ...bad, status: 'verified', tries_used: 0, asked_at_ms: 1, taken_at_ms: null }
    db.prepare('INSERT INTO change_log (at_ms, entity, entity_id, body) VALUES (1, ?, ?, ?)').run(
      'verification',
      'not a uuid',
      JSON.stringify(body),
    )
    db.prepare('INSERT INTO change_log (at_ms, entity, entity_id, body) VALUES (1, ?, ?, ?)').run(
      'unheard_of',
      'x',
      '{}',
    )
    changes.append('feedback', 'broken', { id: 7 })
    office.addCustomer({ accountNo: 'K-2' })
    expect((await meets(office)).parked).toBe(3)
    const parked = office.store.parkedList(0, 10)
    expect(parked.map(({ entity, reason }) => `${entity}: ${reason}`).toSorted()).toEqual([
      expect.stringMatching(/^feedback: unreadable: /),
      'unheard_of: unknown_entity: unheard_of',
      'verification: invalid text representation (22P02)',
    ])
    expect(await count('counterfoil.parked WHERE branch_id = $1', office.branchId)).toBe(3)
    expect(await count('counterfoil.customer WHERE branch_id = $1', office.branchId)).toBe(2)
    // In vain first, then mended.
    for (const { id } of parked) office.store.tryAgain(id)
    await meets(office)
    expect(office.store.parkedList(0, 10).map(({ tries, again }) => [tries, again])).toEqual([
      [2, 0],
      [2, 0],
      [2, 0],
    ])
    const mended = JSON.stringify({ ...body, id: crypto.randomUUID() })
    db.prepare(`UPDATE headquarters_parked SET body = ?, again = 1 WHERE entity = 'verification'`).run(mended)
    await meets(office)
    expect(office.store.parkedCount()).toBe(2)
    expect(await count('counterfoil.parked WHERE branch_id = $1', office.branchId)).toBe(2)
    expect(await count('counterfoil.verification WHERE branch_id = $1', office.branchId)).toBe(1)
  })

  it('keeps what a clerk edits while headquarters’ newer state of the same field is on its way', async () => {
    const home = await newBranch()
    const other = await newBranch()
    home.addCustomer({ accountNo: 'E-1', name: 'Start' })
    await meets(home)
    await share(home, 'E-1', other)
    await meets(other)
    rename(home, 'E-1', 'From home')
    await meets(home)
    // At every question of the meeting in turn: nobody knows when a clerk presses Save.
    let waited = 0
    for (let at = 1; at < 24; at += 1) {
      rename(home, 'E-1', `From home ${at}`)
      await meets(home)
      const mine = `From the other ${at}`
      const met = await other.meet({}, { during: { at, work: () => rename(other, 'E-1', mine) } })
      expect(met.ok).toBe(true)
      // Not sent yet, and so not judged by headquarters: the clerk still sees what the clerk wrote.
      if (other.store.waiting().changes > 0) {
        waited += 1
        expect(nameAt(other, 'E-1'), `saved at question ${at}`).toBe(mine)
      }
      for (const each of [other, home, other]) await meets(each)
      expect([nameAt(home, 'E-1'), nameAt(other, 'E-1')]).toEqual([nameAt(home, 'E-1'), nameAt(home, 'E-1')])
      if (nameAt(home, 'E-1') !== mine && nameAt(home, 'E-1') !== `From home ${at}`)
        throw new Error('a value out of nowhere')
    }
    expect(waited).toBeGreaterThan(2)
    await expectRegister(headquarters().client(), home)
    await expectRegister(headquarters().client(), other)
  })

  it('shows both branches the value that was not kept', async () => {
    const home = await newBranch()
    const other = await newBranch()
    home.addCustomer({ accountNo: 'C-1', name: 'Start' })
    await meets(home)
    await share(home, 'C-1', other)
    await meets(other)
    rename(home, 'C-1', 'Home')
    rename(other, 'C-1', 'Other')
    for (const each of [home, other, home]) await meets(each)
    const kept = nameAt(home, 'C-1')
    const lost = kept === 'Home' ? 'Other' : 'Home'
    for (const each of [home, other])
      expect(each.store.openConflicts(5)).toMatchObject([{ field: 'name', kept, lost, reviewed_at_ms: null }])
  })

  it('of a branch a year ahead leaves values that others may write over', async () => {
    const home = await newBranch()
    const ahead = await newBranch(Date.now() + 365 * 86_400_000)
    home.addCustomer({ accountNo: 'Y-1', name: 'Start' })
    await meets(home)
    await share(home, 'Y-1', ahead)
    expect((await meets(ahead)).offsetMs).toBeLessThan(-364 * 86_400_000)
    rename(ahead, 'Y-1', 'From the future')
    await meets(ahead)
    await meets(home)
    expect(nameAt(home, 'Y-1')).toBe('From the future')
    home.time.pass(5_000)
    rename(home, 'Y-1', 'From today')
    await meets(home)
    await meets(ahead)
    expect(nameAt(ahead, 'Y-1')).toBe('From today')
  })
})
