/** Payments that headquarters has from this office and that a restore from an older backup lost here. They come back as they were. */
import type { ParkedReason } from '../contract/headquarters.ts'
import { type Client, inTransaction } from './link.ts'
import type { MeetingParts } from './parts.ts'
import type { HeadquartersRow } from './store.ts'

/** A backup may be older than its last meeting says by this much: what was under way then. */
const marginMs = 60 * 60_000
const pageRows = 500
/** Written here in one transaction: the counter waits no longer than for these. */
const chunkRows = 50

interface ThereRow {
  readonly id: string
  readonly paid_at: Date
  readonly customer_id: string
  readonly visit_id: string
  readonly terminal_id: string
  readonly method: string
  readonly amount_minor: number
  readonly currency: string
  readonly tendered_minor: number | null
  readonly change_minor: number | null
  readonly reference: string | null
  readonly taken_by: string
  readonly number: string | null
  readonly parts: readonly { readonly bill_id: string; readonly amount_minor: number }[] | null
  readonly voided_at: Date | null
  readonly void_reason: string
  readonly requested_by: string
  readonly approved_by: string
}

const select = `SELECT p.id, p.paid_at, p.customer_id, p.visit_id, p.terminal_id, p.method, p.amount_minor, p.currency,
    p.tendered_minor, p.change_minor, p.reference, p.taken_by, r.number, a.parts, v.voided_at, v.reason AS void_reason,
    v.requested_by, v.approved_by
  FROM counterfoil.payment p
  LEFT JOIN counterfoil.receipt r ON r.branch_id = p.branch_id AND r.payment_id = p.id
  LEFT JOIN counterfoil.payment_void v ON v.branch_id = p.branch_id AND v.payment_id = p.id
  LEFT JOIN LATERAL (SELECT json_agg(json_build_object('bill_id', l.bill_id, 'amount_minor', l.amount_minor)) AS parts
    FROM counterfoil.allocation l WHERE l.branch_id = p.branch_id AND l.payment_id = p.id) a ON true`

/** ISO 8601 by headquarters' clock: from when on it may have what this office does not. */
export function sinceOf(state: HeadquartersRow): string {
  return state.last_met_there_ms === null ? '-infinity' : new Date(state.last_met_there_ms - marginMs).toISOString()
}

/** The highest series of receipts that headquarters has of this branch; null where it has none. */
export async function seriesThere(client: Client, branchId: string): Promise<number | null> {
  const { rows } = await client.query<{ series: number | null }>(
    `SELECT max(coalesce(substring(number FROM '^T\\d+\\.(\\d{1,9})-')::integer, 1)) AS series FROM counterfoil.receipt WHERE branch_id = $1`,
    [branchId],
  )
  return rows[0]?.series ?? null
}

/** Answers with how many payments and voids came back. What this office's books will not take is parked with its reason. */
export async function recoverPayments(parts: MeetingParts, client: Client, branchId: string): Promise<number> {
  const { store, transact } = parts
  let recovered = 0
  const again = store.again('pull').filter(({ entity }) => entity === 'payment')
  if (again.length > 0) {
    const ids = again.map(({ entity_id }) => entity_id)
    const { rows } = await client.query<ThereRow>(`${select} WHERE p.branch_id = $1 AND p.id = ANY ($2::uuid[])`, [
      branchId,
      ids,
    ])
    recovered += await takeAll(parts, rows)
    const there = new Set(rows.map(({ id }) => id))
    transact(() => {
      for (const row of again)
        if (!there.has(row.entity_id)) store.park({ ...row, reason: 'gone', parked_at_ms: parts.clock.now() })
    })
  }
  const state = store.state()
  if (state.recover === 0) return recovered
  const [mine, since] = [branchId, sinceOf(state)].map((value) => client.escapeLiteral(value))
  // A cursor: sorted once, however many pages there are.
  await inTransaction(client, async () => {
    await client.query(
      `DECLARE lost NO SCROLL CURSOR FOR ${select} WHERE p.branch_id = ${mine} AND (p.received_at >= ${since} OR v.received_at >= ${since})
       ORDER BY p.received_at, p.id`,
    )
    while (!parts.cancelled()) {
      const { rows } = await client.query<ThereRow>(`FETCH ${pageRows} FROM lost`)
      if (rows.length === 0) break
      recovered += await takeAll(parts, rows)
    }
  })
  if (!parts.cancelled()) transact(() => store.recovery.noteDone())
  return recovered
}

async function takeAll(parts: MeetingParts, rows: readonly ThereRow[]): Promise<number> {
  let taken = 0
  for (let at = 0; at < rows.length; at += chunkRows) {
    const begunMs = parts.monotonicMs()
    parts.transact(() => {
      for (const row of rows.slice(at, at + chunkRows)) if (take(parts, row)) taken += 1
    })
    await parts.makeWay(parts.monotonicMs() - begunMs)
  }
  return taken
}

/** True where something came back. */
function take(parts: MeetingParts, row: ThereRow): boolean {
  const { store } = parts
  const here = store.recovery.statusOf(row.id)
  if (here !== undefined && (here === 'voided' || row.voided_at === null)) {
    store.unparkPulled('payment', row.id)
    return false
  }
  const refused = here === undefined ? putBack(parts, row) : null
  if (refused !== null) {
    const nowMs = parts.clock.now()
    const what = { direction: 'pull', epoch: 0, seq: 0, entity: 'payment', entity_id: row.id, body: '{}' } as const
    store.park({ ...what, at_ms: row.paid_at.getTime(), reason: refused, parked_at_ms: nowMs })
    return false
  }
  if (here !== undefined) {
    store.recovery.markVoided(row.id)
    for (const part of store.recovery.allocationsOf(row.id))
      parts.billStore.addPaid(part.bill_id, -part.amount_minor, parts.clock.now())
  }
  if (row.voided_at !== null)
    store.recovery.insertVoid({
      payment_id: row.id,
      reason: row.void_reason,
      requested_by: row.requested_by,
      approved_by: row.approved_by,
      voided_at_ms: row.voided_at.getTime(),
    })
  store.unparkPulled('payment', row.id)
  return true
}

/** Looks first, so that nothing is half written. Null, or why this office's books will not take it. */
function putBack(parts: MeetingParts, row: ThereRow): ParkedReason | null {
  const { recovery } = parts.store
  const allocations = row.parts ?? []
  const number = /^T(\d+)(?:\.(\d+))?-(\d+)$/.exec(row.number ?? '')
  if (row.number === null || number === null) return 'no_receipt'
  if (recovery.receiptTaken(row.number)) return 'receipt_taken'
  if (parts.customerStore.byId(row.customer_id) === undefined) return 'no_customer'
  const counts = row.voided_at === null
  for (const part of allocations) {
    const bill = parts.billStore.byId(part.bill_id)
    if (bill === undefined) return 'no_bill'
    // Paid a second time here, before anyone knew of the first.
    if (counts && bill.paid_minor + part.amount_minor > bill.amount_minor) return 'bill_paid_already'
  }
  const paid_at_ms = row.paid_at.getTime()
  const { id, visit_id, customer_id, terminal_id, method, amount_minor, currency } = row
  const { tendered_minor, change_minor, reference, taken_by } = row
  recovery.insertPayment({
    ...{ id, visit_id, customer_id, terminal_id, method, amount_minor, currency },
    ...{ tendered_minor, change_minor, reference, taken_by, paid_at_ms },
    status: counts ? 'paid' : 'voided',
  })
  for (const part of allocations) {
    recovery.insertAllocation(row.id, part.bill_id, part.amount_minor)
    if (counts) parts.billStore.addPaid(part.bill_id, part.amount_minor, paid_at_ms)
  }
  const series = Number(number[2] ?? 1)
  const seq = Number(number[3])
  recovery.insertReceipt({
    ...{ id: parts.newId(), payment_id: row.id, terminal_id, series, seq },
    ...{ number: row.number, created_at_ms: paid_at_ms },
  })
  recovery.countOn({ id: terminal_id, number: Number(number[1]) }, series, seq)
  return null
}
