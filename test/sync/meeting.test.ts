import { cpSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type BranchOffice,
  branchOffice,
  type RunningHeadquarters,
  startHeadquarters,
} from '../support/headquarters.ts'
import { expectFacts, expectRegister } from '../support/headquarters-check.ts'
import { handTime, temporaryFolder } from '../support/office.ts'

let headquarters: RunningHeadquarters
beforeAll(async () => {
  headquarters = await startHeadquarters(['fsync=off'])
})
afterAll(() => headquarters.stop())

let branches = 0
async function newBranch(atMs = Date.now()): Promise<BranchOffice> {
  branches += 1
  const at = await headquarters.addBranch(`m${branches}`)
  return branchOffice(at, { time: handTime(atMs), seed: branches })
}

async function meets(office: BranchOffice) {
  const met = await office.meet()
  if (!met.ok) throw new Error(`${met.failure.reason}: ${met.failure.words}`)
  return met.value
}

const count = async (sql: string, ...values: unknown[]): Promise<number> => {
  const { rows } = await headquarters.client().query<{ n: number }>(`SELECT count(*)::integer AS n FROM ${sql}`, values)
  return rows[0]?.n ?? -1
}

const rename = (office: BranchOffice, accountNo: string, name: string): void => {
  const { app } = office
  const row = app.customerStore.byAccount(accountNo)
  if (row === undefined) throw new Error('no such customer')
  const contacts = app.customerStore.contactsOf(row.id)
  const of = (kind: string) => contacts.filter((each) => each.kind === kind).map(({ value }) => value)
  const changed = app.customers.change(
    row.id,
    row.updated_at_ms,
    {
      accountNo,
      name,
      address: row.address,
      ward: row.ward,
      locale: row.locale,
      preferredChannel: row.preferred_channel,
      emails: of('email'),
      phones: of('phone'),
    },
    { actor: 'system', terminalId: null },
  )
  expect(changed.outcome).toBe('done')
}

const nameAt = (office: BranchOffice, accountNo: string) => office.app.customerStore.byAccount(accountNo)?.name

async function share(office: BranchOffice, accountNo: string, other: BranchOffice): Promise<void> {
  const id = office.app.customerStore.byAccount(accountNo)?.id
  await headquarters
    .client()
    .query(
      'SELECT counterfoil.share_customer((SELECT code FROM counterfoil.branch WHERE id = $1), $2, (SELECT code FROM counterfoil.branch WHERE id = $3))',
      [office.branchId, id, other.branchId],
    )
}

describe('a meeting', () => {
  it('brings everything to headquarters once, and the next one has nothing to do', async () => {
    const office = await newBranch()
    for (let nth = 0; nth < 5; nth += 1) office.addCustomer({ accountNo: `P-${nth}` })
    office.addBill('P-1', `M-${office.branchId}`, 5_000)
    expect((await meets(office)).records).toBeGreaterThan(5)
    expect((await meets(office)).records).toBeLessThanOrEqual(1)
    await expectRegister(headquarters.client(), office)
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
    await expectRegister(headquarters.client(), office)
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
    const { rows } = await headquarters
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
      expect.stringMatching(/^feedback: the record cannot be read/),
      expect.stringMatching(/^unheard_of: this version does not know unheard_of/),
      expect.stringMatching(/^verification: invalid input syntax for type uuid/),
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
    for (let at = 1; at < 24; at += 1) {
      rename(home, 'E-1', `From home ${at}`)
      await meets(home)
      const mine = `From the other ${at}`
      const met = await other.meet({}, { during: { at, work: () => rename(other, 'E-1', mine) } })
      expect(met.ok).toBe(true)
      for (const each of [other, home, other]) await meets(each)
      expect([nameAt(home, 'E-1'), nameAt(other, 'E-1')]).toEqual([nameAt(home, 'E-1'), nameAt(home, 'E-1')])
      if (nameAt(home, 'E-1') !== mine && nameAt(home, 'E-1') !== `From home ${at}`)
        throw new Error('a value out of nowhere')
    }
    await expectRegister(headquarters.client(), home)
    await expectRegister(headquarters.client(), other)
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

describe('a machine that was put back', () => {
  /** The office as it is now, to be opened again later beside or instead of the one that goes on. */
  async function copyOf(office: BranchOffice): Promise<string> {
    const folder = temporaryFolder()
    office.app.officeData.db.pragma('wal_checkpoint(TRUNCATE)')
    cpSync(office.folder, folder, { recursive: true })
    return folder
  }

  it('begins a new epoch by itself, sends what is new, doubles nothing, and gets back what headquarters had', async () => {
    const office = await newBranch()
    office.addCustomer({ accountNo: 'R-1' })
    await meets(office)
    const folder = await copyOf(office)
    office.addCustomer({ accountNo: 'R-2' })
    await meets(office)
    await office.close()
    const again = branchOffice(
      { branchId: office.branchId, url: office.url },
      { folder, time: handTime(Date.now() + 1_000), seed: 77 },
    )
    again.addCustomer({ accountNo: 'R-3' })
    expect((await meets(again)).epoch).toBe(2)
    await meets(again)
    const accounts = () => ['R-1', 'R-2', 'R-3'].map((each) => again.app.customerStore.byAccount(each)?.account_no)
    expect(accounts()).toEqual(['R-1', 'R-2', 'R-3'])
    expect(await count('counterfoil.customer WHERE branch_id = $1', office.branchId)).toBe(3)
    await expectRegister(headquarters.client(), again)
    await expectFacts(headquarters.client(), again)
  })

  it('while the newer one goes on is refused, until somebody decides that it shall go on', async () => {
    const office = await newBranch()
    await meets(office)
    const folder = await copyOf(office)
    const copy = branchOffice(
      { branchId: office.branchId, url: office.url },
      { folder, time: handTime(Date.now() + 1_000), seed: 78 },
    )
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
    const client = headquarters.client()
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
    const code = `m${branches}`
    const id = office.app.customerStore.byAccount('H-1')?.id
    for (const name of ['One', 'Two', 'Three'])
      await headquarters.client().query('SELECT counterfoil.change_customer($1, $2, $3)', [code, id, { name }])
    office.addCustomer({ accountNo: 'H-2' })
    await meets(office)
    expect(nameAt(office, 'H-1')).toBe('Three')
    await putBack(office, empty)
    expect((await meets(office)).epoch).toBe(1)
    expect(await count('counterfoil.customer WHERE branch_id = $1', office.branchId)).toBe(2)
    // The feed counts from where it was; the branch is already further.
    await headquarters.client().query('SELECT counterfoil.change_customer($1, $2, $3)', [code, id, { ward: 'Anew' }])
    await meets(office)
    expect(office.app.customerStore.byAccount('H-1')?.ward).toBe('Anew')
    await meets(office)
    await expectRegister(headquarters.client(), office)
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
    await expectRegister(headquarters.client(), office)
  })
})
