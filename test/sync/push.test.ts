import { describe, expect, it } from 'vitest'
import { fillChangeLog } from '../bench/change-records.ts'
import { branchesOfOne, meets } from '../support/branches.ts'
import type { BranchOffice } from '../support/headquarters.ts'

const { headquarters, newBranch, count } = branchesOfOne()

/** A lane leaves two thousand records at a time, so that this is several parts of one batch. */
const many = 9_000

/** The log of a busy branch, of these days: older records leave the office soon after they arrived. Answers with the next visit. */
function fill(office: BranchOffice, records: number, from = 0): number {
  const { db, clock } = office.app.officeData
  const next = fillChangeLog(db, records, from)
  db.prepare('UPDATE change_log SET at_ms = ?').run(clock.now())
  return next
}

const log = (office: BranchOffice, entity: string, entityId: string, body: unknown): void => {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  office.app.officeData.db
    .prepare('INSERT INTO change_log (at_ms, entity, entity_id, body) VALUES (?, ?, ?, ?)')
    .run(office.app.officeData.clock.now(), entity, entityId, text)
}

const message = (id: string, more: object = {}) => ({
  id,
  template: 'code',
  channel: 'sms',
  provider: 'twilio',
  status: 'taken',
  failure: null,
  attempts: 1,
  challenge_id: null,
  queued_at_ms: Date.UTC(2026, 1, 3, 4, 5, 6, 789),
  taken_at_ms: null,
  ...more,
})

const payment = (id: string, receiptNo: string, allocations: readonly object[]) => ({
  id,
  visit_id: crypto.randomUUID(),
  customer_id: crypto.randomUUID(),
  terminal_id: crypto.randomUUID(),
  method: 'cash',
  amount_minor: 700,
  currency: 'INR',
  tendered_minor: 1_000,
  change_minor: 300,
  reference: null,
  taken_by: 'clerk',
  paid_at_ms: Date.UTC(2026, 1, 3),
  receiptNo,
  allocations,
})

/** How many rows of each kind the log's whole visits mean. */
const facts = ['payment', 'receipt', 'allocation', 'customer', 'bill', 'visit', 'verification', 'message'] as const
async function held(office: BranchOffice): Promise<Record<string, number>> {
  const rows: Record<string, number> = {}
  for (const table of facts) rows[table] = await count(`counterfoil.${table} WHERE branch_id = $1`, office.branchId)
  return rows
}
function logged(office: BranchOffice): Record<string, number> {
  const ids = office.app.officeData.db
    .prepare<[string], number>('SELECT count(DISTINCT entity_id) FROM change_log WHERE entity = ?')
    .pluck()
  const of = (entity: string): number => ids.get(entity) ?? -1
  return Object.fromEntries(
    facts.map((table) => [table, of(table === 'receipt' || table === 'allocation' ? 'payment' : table)]),
  )
}

describe('a batch of several parts', () => {
  it('arrives whole, with the last state of what was written more than once', async () => {
    const office = await newBranch()
    fill(office, many)
    expect(await meets(office)).toMatchObject({ parked: 0 })
    expect(await held(office)).toEqual(logged(office))
    const open = 'counterfoil.visit WHERE branch_id = $1 AND ended_how IS NULL'
    expect(await count(open, office.branchId)).toBeLessThanOrEqual(1)
    const batches = await count('counterfoil.batch WHERE branch_id = $1', office.branchId)
    expect(batches).toBeLessThan(many / 2_000)
  })

  it('parks what stands badly in any part of it, and nothing else', async () => {
    const office = await newBranch()
    const [first, same] = [crypto.randomUUID(), crypto.randomUUID()]
    const bill = { billId: crypto.randomUUID(), amountMinor: 350 }
    const bad: Record<string, readonly [string, unknown]> = {
      method: ['payment', { ...payment(crypto.randomUUID(), 'X-1', []), method: 'barter' }],
      amount: ['payment', { ...payment(crypto.randomUUID(), 'X-2', []), amount_minor: '700' }],
      fraction: ['payment', { ...payment(crypto.randomUUID(), 'X-3', []), amount_minor: 7.5 }],
      missing: ['payment', { ...payment(crypto.randomUUID(), 'X-4', []), reference: undefined }],
      twice: ['payment', payment(crypto.randomUUID(), 'X-5', [bill, bill])],
      share: ['payment', payment(crypto.randomUUID(), 'X-6', [{ billId: bill.billId }])],
      number: ['payment', payment(crypto.randomUUID(), 'R-1', [])],
      zero: ['message', message(crypto.randomUUID(), { template: 'a\u0000b' })],
      year: ['message', message(crypto.randomUUID(), { queued_at_ms: 8.64e15 + 1 })],
      before: ['message', message(crypto.randomUUID(), { queued_at_ms: -8e15 })],
      list: ['message', [message(crypto.randomUUID())]],
      json: ['message', '{"id": '],
      text: ['message', message('none, of "these"')],
    }
    log(office, 'payment', first, payment(first, 'R-1', [bill]))
    fill(office, many)
    for (const [name, [entity, body]] of Object.entries(bad)) log(office, entity, name, body)
    log(office, 'message', same, message(same))
    fill(office, 200, many)
    const met = await meets(office)
    const parked = office.store.parkedList(0, 100).map(({ entity_id, reason }) => [entity_id, reason])
    expect(Object.fromEntries(parked)).toEqual({
      method: expect.stringContaining('payment_method_check'),
      amount: 'unreadable: amount_minor',
      fraction: 'unreadable: amount_minor',
      missing: 'unreadable: reference',
      twice: 'key_taken: allocation',
      share: 'unreadable: allocations.0.amountMinor',
      number: 'key_taken: receipt',
      zero: 'character not in repertoire (22021)',
      year: 'unreadable: queued_at_ms',
      before: 'datetime field overflow (22008)',
      list: 'unreadable: message',
      json: 'unreadable: its JSON',
      text: 'invalid text representation (22P02)',
    })
    expect(met.parked).toBe(Object.keys(bad).length)
    expect(await count('counterfoil.parked WHERE branch_id = $1', office.branchId)).toBe(met.parked)
    const good = logged(office)
    for (const [entity] of Object.values(bad)) good[entity] = (good[entity] ?? 0) - 1
    expect(await held(office)).toEqual({ ...good, receipt: good.payment, allocation: good.payment })
  })

  it('sent again after headquarters was put back counts once', async () => {
    const office = await newBranch()
    fill(office, many)
    await meets(office)
    const before = await held(office)
    const client = headquarters().client()
    await client.query('DELETE FROM counterfoil.lane WHERE branch_id = $1', [office.branchId])
    await client.query('DELETE FROM counterfoil.batch WHERE branch_id = $1', [office.branchId])
    // Half of the money was lost with it, and one row is another one than this office has.
    await client.query(
      `DELETE FROM counterfoil.receipt WHERE branch_id = $1 AND payment_id::text > '0198c0d2-0004-7000-8000-000000000180'`,
      [office.branchId],
    )
    const [changed] = (
      await client.query<{ id: string }>(
        `UPDATE counterfoil.payment SET amount_minor = 1 WHERE branch_id = $1 AND id =
           (SELECT id FROM counterfoil.payment WHERE branch_id = $1 ORDER BY id OFFSET 40 LIMIT 1) RETURNING id`,
        [office.branchId],
      )
    ).rows
    expect((await meets(office)).parked).toBe(1)
    expect(office.store.parkedList(0, 10)).toMatchObject([{ entity: 'payment', entity_id: changed?.id }])
    expect(await held(office)).toEqual(before)
  })

  it('cut off anywhere goes on where headquarters is, in the same epoch', { timeout: 120_000 }, async () => {
    const office = await newBranch()
    const { db } = office.app.officeData
    let next = 0
    let cuts = 0
    for (let at = 1; at <= 30; at += 1) {
      next = fill(office, 1_500, next)
      const met = await office.meet({}, { cut: { at, heard: at % 2 === 0 } })
      if (!met.ok) cuts += 1
    }
    expect(cuts).toBeGreaterThan(15)
    expect(await meets(office)).toMatchObject({ parked: 0, epoch: 1 })
    expect(await held(office)).toEqual(logged(office))
    const { rows } = await headquarters()
      .client()
      .query('SELECT sum(records)::integer AS n FROM counterfoil.batch WHERE branch_id = $1', [office.branchId])
    expect(rows[0]?.n).toBe(db.prepare('SELECT count(*) FROM change_log').pluck().get())
  })
})

describe('what leaves', () => {
  it('is at headquarters letter by letter and to the millisecond', async () => {
    const office = await newBranch()
    const texts = ['', 'NULL', 'null', 'a,b', '{}', '"', '\\', `o'clock "x" \\n`, 'دو\nسطر', 'नमस्ते\t', '\u2028', ' x ']
    const moments = [0, 1, -62_135_596_799_999, 4_102_444_800_123, 1_767_225_609_001]
    const sent = texts.map((failure, nth) => {
      const queued_at_ms = moments[nth % moments.length] ?? 0
      return message(crypto.randomUUID(), { failure, queued_at_ms, taken_at_ms: queued_at_ms + 7 })
    })
    for (const each of sent) log(office, 'message', each.id, each)
    expect((await meets(office)).parked).toBe(0)
    const { rows } = await headquarters()
      .client()
      .query<Record<string, string>>(
        `SELECT id, failure, provider, (extract(epoch FROM queued_at) * 1000)::text AS queued, (extract(epoch FROM taken_at) * 1000)::text AS taken
         FROM counterfoil.message WHERE branch_id = $1`,
        [office.branchId],
      )
    const there = new Map(
      rows.map((row) => [row.id, [row.failure, row.provider, Number(row.queued), Number(row.taken)]]),
    )
    for (const { id, ...each } of sent) {
      const { failure, provider, queued_at_ms, taken_at_ms } = each as ReturnType<typeof message>
      expect(there.get(id)).toEqual([failure, provider, queued_at_ms, taken_at_ms])
    }
  })
})
