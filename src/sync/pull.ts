/** Takes in what headquarters or other branches changed: page by page in the order of this branch's feed, a little at a time here. */
import type { ParkedReason } from '../contract/headquarters.ts'
import { receiveBill } from '../core/billing/received.ts'
import { receiveCustomer } from '../core/customers/received.ts'
import { reasonText } from '../core/headquarters/parked-reason.ts'
import type { Client } from './link.ts'
import type { MeetingParts } from './parts.ts'
import { pendingHere } from './pending.ts'
import {
  type BillPageRow,
  billPage,
  billsById,
  type ConflictPageRow,
  type CustomerPageRow,
  conflictRow,
  conflictsOf,
  customerPage,
  customersById,
  feedAhead,
  receivedCustomer,
} from './pull-rows.ts'
import type { ConflictRow, ParkedRow } from './store.ts'

/** Written here in one transaction: the counter waits no longer than for these. */
const chunkRows = 100

export interface Pulled {
  readonly customers: number
  readonly bills: number
  readonly parked: number
}

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
  /** One row is refused or taken by itself. */
  let isCareful = false
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

  /** What this office's own tables will not take is parked; nothing of it is half written. Throws where it is not careful yet. */
  function take(entity: 'customer' | 'bill', row: { seq: number; id: string }, work: () => ParkedReason | null): void {
    let refused: string | null
    try {
      refused = isCareful ? store.asOne(work) : work()
    } catch (error) {
      if (!isCareful || !isSqliteConstraint(error) || !(error instanceof Error)) throw error
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

  /** A savepoint a row costs nearly as much as the row: where one breaks a constraint, the chunk is taken again with them. */
  function takeAll<Row>(rows: readonly Row[], each: (row: Row) => void): void {
    const before = { customers, bills, parked }
    const all = (): void => {
      for (const row of rows) each(row)
    }
    try {
      store.asOne(all)
    } catch (error) {
      if (!isSqliteConstraint(error)) throw error
      ;({ customers, bills, parked } = before)
      isCareful = true
      all()
    } finally {
      isCareful = false
    }
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
        takeAll(chunk, each)
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
