/** Takes in what headquarters or other branches changed: page by page in the order of this branch's feed, a little at a time here. */
import type { ParkedReason } from '../contract/headquarters.ts'
import { receiveBill } from '../core/billing/received.ts'
import type { ContactMark, FieldValue } from '../core/customers/change-record.ts'
import { customerFields } from '../core/customers/change-record.ts'
import { type ReceivedCustomer, receiveCustomer } from '../core/customers/received.ts'
import { reasonText } from '../core/headquarters/parked-reason.ts'
import type { Stamp } from '../core/kernel/stamp.ts'
import type { Client } from './link.ts'
import type { MeetingParts } from './parts.ts'
import { pendingHere } from './pending.ts'
import type { ConflictRow, ParkedRow } from './store.ts'

/** Asked of headquarters at once. */
const pageRows = 1_000
/** Written here in one transaction: the counter waits no longer than for these. */
const chunkRows = 100

export interface Pulled {
  readonly customers: number
  readonly bills: number
  readonly parked: number
}

interface CustomerPageRow {
  /** 0 where it was asked for by its id. */
  readonly seq: number
  readonly home_branch_id: string
  readonly id: string
  readonly account_no: string | null
  readonly name: string
  readonly address: string
  readonly ward: string
  readonly locale: string | null
  readonly preferred_channel: string | null
  readonly contacts: Record<string, ContactMark>
  readonly stamps: Record<string, Stamp>
  readonly created_at: Date
}

interface BillPageRow {
  readonly seq: number
  readonly id: string
  readonly bill_no: string | null
  readonly customer_id: string
  readonly period: string
  readonly issued_on: string
  readonly due_on: string
  readonly amount_minor: number
  readonly lines: readonly { label: string; amountMinor: number }[]
  readonly stamp: string
  readonly created_at: Date
}

interface ConflictPageRow {
  readonly id: string
  readonly customer_id: string
  readonly field: string
  readonly kept: string | null
  readonly lost: string | null
  readonly happened_at: Date
  readonly reviewed_at: Date | null
  readonly reviewed_by: string | null
}

const customerColumns = `c.account_no, c.name, c.address, c.ward, c.locale, c.preferred_channel, c.contacts, c.stamps, c.created_at`
const billColumns = `b.bill_no, b.customer_id, b.period, b.issued_on::text, b.due_on::text, b.amount_minor, b.lines, b.stamp, b.created_at`

const customerPage = `SELECT f.seq, f.home_branch_id, f.id, ${customerColumns} FROM counterfoil.feed f
  LEFT JOIN counterfoil.customer c ON c.branch_id = f.home_branch_id AND c.id = f.id
  WHERE f.branch_id = $1 AND f.kind = 'customer' AND f.seq > $2 ORDER BY f.seq LIMIT ${pageRows}`
const billPage = `SELECT f.seq, f.id, ${billColumns} FROM counterfoil.feed f
  LEFT JOIN counterfoil.bill b ON b.branch_id = f.home_branch_id AND b.id = f.id
  WHERE f.branch_id = $1 AND f.kind = 'bill' AND f.seq > $2 ORDER BY f.seq LIMIT ${pageRows}`
const customersById = `SELECT 0 AS seq, c.branch_id AS home_branch_id, c.id, ${customerColumns} FROM counterfoil.customer c
  WHERE (c.branch_id = $1 AND c.id = ANY ($2::uuid[])) OR (c.branch_id, c.id) IN
    (SELECT s.home_branch_id, s.customer_id FROM counterfoil.customer_share s WHERE s.branch_id = $1 AND s.customer_id = ANY ($2::uuid[]))`
const billsById = `SELECT 0 AS seq, b.id, ${billColumns} FROM counterfoil.bill b WHERE b.branch_id = $1 AND b.id = ANY ($2::uuid[])`
const conflictsOf = `SELECT k.id, k.customer_id, k.field, k.kept, k.lost, k.happened_at, k.reviewed_at, k.reviewed_by
  FROM counterfoil.customer_conflict k JOIN unnest($1::uuid[], $2::uuid[]) AS w (home, id)
    ON k.home_branch_id = w.home AND k.customer_id = w.id WHERE k.happened_at > now() - interval '400 days'`

const feedAhead = `SELECT count(*)::integer AS n FROM counterfoil.feed f
  WHERE f.branch_id = $1 AND ((f.kind = 'customer' AND f.seq > $2) OR (f.kind = 'bill' AND f.seq > $3))`

function receivedCustomer(row: CustomerPageRow, branchId: string): ReceivedCustomer {
  const fields: Record<string, FieldValue> = { ...row.contacts }
  for (const field of customerFields) fields[field] = row[field]
  const home = row.home_branch_id === branchId ? null : row.home_branch_id
  return { id: row.id, home, fields, stamps: row.stamps, createdAtMs: row.created_at.getTime() }
}

const conflictRow = (row: ConflictPageRow): ConflictRow => ({
  id: row.id,
  customer_id: row.customer_id,
  field: row.field,
  kept: row.kept,
  lost: row.lost,
  happened_at_ms: row.happened_at.getTime(),
  reviewed_at_ms: row.reviewed_at?.getTime() ?? null,
  reviewed_by: row.reviewed_by,
})

const isSqliteConstraint = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_CONSTRAINT')

export interface Puller {
  run(): Promise<Pulled>
}

export function puller(parts: MeetingParts, client: Client, branchId: string): Puller {
  const { store, transact } = parts
  let customers = 0
  let bills = 0
  let parked = 0
  let seen = 0
  let total = 0
  const pending = pendingHere(parts)
  const register = { clock: parts.clock, newId: parts.newId, store: parts.customerStore }

  function park(entity: 'customer' | 'bill', row: { seq: number; id: string }, reason: string): void {
    parked += 1
    const now = parts.clock.now()
    store.park({
      direction: 'pull',
      epoch: 0,
      seq: row.seq,
      entity,
      entity_id: row.id,
      at_ms: now,
      body: '{}',
      reason,
      parked_at_ms: now,
    })
  }

  /** What this office's own tables will not take is parked; nothing of it is half written. */
  function take(entity: 'customer' | 'bill', row: { seq: number; id: string }, work: () => ParkedReason | null): void {
    let refused: string | null
    try {
      refused = store.asOne(work)
    } catch (error) {
      if (!isSqliteConstraint(error) || !(error instanceof Error)) throw error
      refused = reasonText('refused_here', error.message.slice(0, 300))
    }
    if (refused === null) store.unparkPulled(entity, row.id)
    else park(entity, row, refused)
  }

  function takeCustomer(row: CustomerPageRow, conflicts: readonly ConflictRow[]): void {
    take('customer', row, () => {
      const received = receiveCustomer(register, receivedCustomer(row, branchId), pending.fieldsOf(row.id))
      if (received.outcome === 'refused') return received.reason
      for (const conflict of conflicts) store.putConflict(conflict)
      if (received.outcome !== 'unchanged') customers += 1
      return null
    })
  }

  function takeBill(row: BillPageRow): void {
    if (row.bill_no === null) return
    const { bill_no: billNo } = row
    take('bill', row, () => {
      if (parts.customerStore.byId(row.customer_id) === undefined) return 'no_customer'
      const received = receiveBill(
        { clock: parts.clock, store: parts.billStore },
        {
          id: row.id,
          billNo,
          customerId: row.customer_id,
          period: row.period,
          issuedOn: row.issued_on,
          dueOn: row.due_on,
          amountMinor: row.amount_minor,
          lines: row.lines,
          stamp: row.stamp,
          createdAtMs: row.created_at.getTime(),
        },
        pending.hasBill(row.id),
      )
      if (received.outcome === 'refused') return received.reason
      if (received.outcome !== 'unchanged') bills += 1
      return null
    })
  }

  /** Counted there before anything of it is noted here: a headquarters that was put back since has counted less. */
  async function countPage(): Promise<void> {
    const { rows } = await client.query<{ feed_mark: number }>(
      'UPDATE counterfoil.branch_report SET feed_mark = feed_mark + 1 WHERE branch_id = $1 RETURNING feed_mark',
      [branchId],
    )
    const [counted] = rows
    if (counted !== undefined) transact(() => store.noteFeedMark(counted.feed_mark))
  }

  /** A little at a time, with the cursor in the same transaction. */
  async function inChunks<Row extends { readonly seq: number }>(
    rows: readonly Row[],
    each: (row: Row) => void,
    note: (seq: number) => void,
  ): Promise<void> {
    if (rows.length > 0) await countPage()
    for (let at = 0; at < rows.length; at += chunkRows) {
      const chunk = rows.slice(at, at + chunkRows)
      const begunMs = parts.monotonicMs()
      transact(() => {
        for (const row of chunk) each(row)
        const last = chunk.at(-1)
        if (last !== undefined && last.seq > 0) note(last.seq)
      })
      seen += chunk.length
      parts.say({ doing: 'pull', records: seen, of: Math.max(seen, total) })
      await parts.makeWay(parts.monotonicMs() - begunMs)
    }
  }

  async function conflictsFor(rows: readonly CustomerPageRow[]): Promise<Map<string, ConflictRow[]>> {
    const { rows: found } = await client.query<ConflictPageRow>(conflictsOf, [
      rows.map((row) => row.home_branch_id),
      rows.map((row) => row.id),
    ])
    return Map.groupBy(found.map(conflictRow), (row) => row.customer_id)
  }

  async function takeCustomers(rows: readonly CustomerPageRow[], note: (seq: number) => void): Promise<void> {
    const conflicts = await conflictsFor(rows)
    await inChunks(
      rows,
      (row) => {
        if (row.account_no !== null) takeCustomer(row, conflicts.get(row.id) ?? [])
      },
      note,
    )
  }

  /** Headquarters' own order may have moved a customer behind its bill: it is asked for by name then. */
  async function unknownCustomers(rows: readonly BillPageRow[]): Promise<void> {
    const unknown = [...new Set(rows.map((row) => row.customer_id))].filter(
      (id) => id !== null && parts.customerStore.byId(id) === undefined,
    )
    if (unknown.length === 0) return
    const found = await client.query<CustomerPageRow>(customersById, [branchId, unknown])
    await takeCustomers(found.rows, () => {})
  }

  async function again(rows: readonly ParkedRow[]): Promise<void> {
    const idsOf = (entity: string) => rows.filter((row) => row.entity === entity).map((row) => row.entity_id)
    const found = await client.query<CustomerPageRow>(customersById, [branchId, idsOf('customer')])
    await takeCustomers(found.rows, () => {})
    const foundBills = await client.query<BillPageRow>(billsById, [branchId, idsOf('bill')])
    await unknownCustomers(foundBills.rows)
    await inChunks(foundBills.rows, takeBill, () => {})
    // What headquarters does not have any more, or shares no longer, cannot be taken, and nothing of it is missing here.
    const there = new Set([...found.rows, ...foundBills.rows].map(({ id }) => id))
    transact(() => {
      for (const { entity, entity_id } of rows)
        if (entity !== 'payment' && !there.has(entity_id)) store.unparkPulled(entity, entity_id)
    })
  }

  /** How much there is to hear. */
  async function ahead(): Promise<number> {
    const { customers_seq, bills_seq } = store.state()
    const { rows } = await client.query<{ n: number }>(feedAhead, [branchId, customers_seq, bills_seq])
    return rows[0]?.n ?? 0
  }

  return {
    async run() {
      const asked = store.again('pull')
      total = asked.length + (await ahead())
      if (asked.length > 0) await again(asked)
      while (!parts.cancelled()) {
        const { rows } = await client.query<CustomerPageRow>(customerPage, [branchId, store.state().customers_seq])
        if (rows.length === 0) break
        await takeCustomers(rows, store.noteCustomers)
      }
      while (!parts.cancelled()) {
        const { rows } = await client.query<BillPageRow>(billPage, [branchId, store.state().bills_seq])
        if (rows.length === 0) break
        await unknownCustomers(rows)
        await inChunks(rows, takeBill, store.noteBills)
      }
      return { customers, bills, parked }
    },
  }
}
