/** A change log as a busy branch writes it: bills and customers now and then, and visit after visit with code, message and payment. */
import type { Db } from '../../src/core/kernel/db.ts'
import { makeStamp } from '../../src/core/kernel/stamp.ts'
import { person } from './people.ts'

const uuid = (kind: number, nth: number): string =>
  `0198c0d2-${kind.toString(16).padStart(4, '0')}-7000-8000-${nth.toString(16).padStart(12, '0')}`

const startMs = Date.UTC(2026, 0, 1)
const everyMs = 20_000

/** What one visit leaves in the log, in its order; with a new customer and a new bill in every fourth. */
function visitRecords(nth: number): (readonly [string, string, object])[] {
  const atMs = startMs + nth * everyMs
  const who = person(nth)
  const customer_id = uuid(1, nth)
  const bill_id = uuid(2, nth)
  const visit_id = uuid(3, nth)
  const payment_id = uuid(4, nth)
  const challenge_id = uuid(5, nth)
  const terminal_id = uuid(7, nth % 8)
  const stamp = makeStamp(atMs, 0, 'benchoff')
  const records: (readonly [string, string, object])[] = []
  if (nth % 4 === 0) {
    const fields: Record<string, unknown> = {
      account_no: who.accountNo,
      name: who.name,
      address: who.address,
      ward: who.ward,
      locale: null,
      preferred_channel: null,
    }
    for (const [position, value] of who.emails.entries())
      fields[`email:${value}`] = { position, source: 'file', provenAtMs: null }
    const times = { created_at_ms: atMs, updated_at_ms: atMs }
    records.push(['customer', customer_id, { id: customer_id, home: null, stamp, fields, seen: {}, ...times }])
    const bill = {
      id: bill_id,
      bill_no: `B-${nth}`,
      customer_id,
      period: '2026-01',
      amount_minor: 45_000,
      paid_minor: 0,
    }
    records.push([
      'bill',
      bill_id,
      { ...bill, issued_on: '2026-01-01', due_on: '2026-01-31', stamp, lines: [], ...times },
    ])
  }
  const code = {
    id: challenge_id,
    purpose: 'visit',
    channel: 'sms',
    known: 1,
    customer_id,
    terminal_id,
    tries_used: 0,
    asked_at_ms: atMs,
  }
  records.push(['verification', challenge_id, { ...code, status: 'live', taken_at_ms: null }])
  records.push([
    'message',
    uuid(6, nth),
    {
      id: uuid(6, nth),
      template: 'code',
      channel: 'sms',
      provider: 'twilio',
      status: 'taken',
      failure: null,
      attempts: 1,
      challenge_id,
      queued_at_ms: atMs,
      taken_at_ms: atMs + 900,
    },
  ])
  records.push(['verification', challenge_id, { ...code, status: 'verified', taken_at_ms: atMs + 900 }])
  const visit = {
    id: visit_id,
    customer_id,
    terminal_id,
    challenge_id,
    verified_by: 'phone',
    opened_by: 'customer',
    vouched_by: null,
    started_at_ms: atMs + 5_000,
  }
  records.push(['visit', visit_id, visit])
  records.push([
    'payment',
    payment_id,
    {
      id: payment_id,
      visit_id,
      customer_id,
      terminal_id,
      idempotency_key: `key-${nth}`,
      method: 'card',
      amount_minor: 45_000,
      currency: 'INR',
      tendered_minor: null,
      change_minor: null,
      reference: '4321',
      taken_by: uuid(8, nth % 5),
      status: 'paid',
      paid_at_ms: atMs + 9_000,
      receiptNo: `T${nth % 8}-${nth}`,
      allocations: [{ billId: bill_id, amountMinor: 45_000 }],
    },
  ])
  records.push(['visit', visit_id, { ...visit, ended_at_ms: atMs + 15_000, ended_how: 'finished' }])
  return records
}

/** Appends `count` records, from visit number `from` on; answers with the number of the next visit. */
export function fillChangeLog(db: Db, count: number, from = 0): number {
  const insert = db.prepare('INSERT INTO change_log (at_ms, entity, entity_id, body) VALUES (?, ?, ?, ?)')
  let left = count
  let nth = from
  while (left > 0) {
    db.transaction(() => {
      for (let inOne = 0; inOne < 2_000 && left > 0; inOne += 1, nth += 1) {
        for (const [entity, id, body] of visitRecords(nth)) {
          if (left === 0) break
          insert.run(startMs + nth * everyMs, entity, id, JSON.stringify(body))
          left -= 1
        }
      }
    }).immediate()
  }
  return nth
}
