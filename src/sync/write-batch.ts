/** One batch into headquarters' tables. What they will not take is found by halving, and the rest goes on. */
import type { CustomerChange } from '../core/customers/change-record.ts'
import { reasonText } from '../core/headquarters/parked-reason.ts'
import { isRecordFault, parkedReason } from './failure.ts'
import type { Client } from './link.ts'
import type { StampTrust } from './merge.ts'
import {
  type BillState,
  type LogRecord,
  type Meaning,
  meaningOf,
  type ReadingOffice,
  UnreadableRecord,
} from './records.ts'
import { columnsOf, differingSql, insertSql, lastOfEach, type Row, type TableName, tables } from './tables.ts'
import { RefusedRecord, type Told, writeBills, writeCustomers } from './write-register.ts'

export interface Parked {
  readonly record: LogRecord
  readonly reason: string
}

interface Item {
  readonly record: LogRecord
  readonly meaning: Meaning
}

const statements = new Map(
  Object.entries(tables).map(([name, shape]) => [name, { insert: insertSql(shape), differing: differingSql(shape) }]),
)

export interface Batch {
  readonly client: Client
  readonly branchId: string
  readonly trust: StampTrust
  readonly office: ReadingOffice
}

/** Call inside a transaction. Answers with what was parked. Rejects where it is not a record's fault. */
export async function writeBatch(batch: Batch, records: readonly LogRecord[]): Promise<Parked[]> {
  const parked: Parked[] = []
  const items: Item[] = []
  for (const record of records) {
    try {
      items.push({ record, meaning: meaningOf(record, batch.office) })
    } catch (error) {
      if (!(error instanceof UnreadableRecord)) throw error
      parked.push({ record, reason: error.message })
    }
  }
  const told = await writeOrHalve(batch, items, parked)
  if (told.changed.size > 0 || told.mine.size > 0)
    await batch.client.query('SELECT counterfoil.announce_customers($1::uuid[], $2::uuid[])', [
      [...told.changed],
      [...told.mine],
    ])
  if (told.bills.size > 0) await batch.client.query('SELECT counterfoil.announce_bills($1::uuid[])', [[...told.bills]])
  return parked
}

const nobody = (): Told => ({ changed: new Set(), mine: new Set(), bills: new Set() })

async function writeOrHalve(batch: Batch, items: readonly Item[], parked: Parked[]): Promise<Told> {
  const [first] = items
  if (first === undefined) return nobody()
  const { client } = batch
  await client.query('SAVEPOINT part')
  try {
    const told = nobody()
    await writeItems(batch, items, told)
    await client.query('RELEASE SAVEPOINT part')
    return told
  } catch (error) {
    if (!isRecordFault(error)) throw error
    await client.query('ROLLBACK TO SAVEPOINT part; RELEASE SAVEPOINT part')
    if (items.length === 1) {
      parked.push({ record: first.record, reason: parkedReason(error) })
      return nobody()
    }
    const middle = Math.ceil(items.length / 2)
    const left = await writeOrHalve(batch, items.slice(0, middle), parked)
    const right = await writeOrHalve(batch, items.slice(middle), parked)
    return {
      changed: new Set([...left.changed, ...right.changed]),
      mine: new Set([...left.mine, ...right.mine]),
      bills: new Set([...left.bills, ...right.bills]),
    }
  }
}

async function writeItems(batch: Batch, items: readonly Item[], told: Told): Promise<void> {
  const { client, branchId, trust } = batch
  const byTable = new Map<TableName, Row[]>()
  const changes: CustomerChange[] = []
  const bills: BillState[] = []
  const reviews: Extract<Meaning, { kind: 'review' }>[] = []
  for (const { meaning } of items) {
    if (meaning.kind === 'customer') changes.push(meaning.change)
    else if (meaning.kind === 'bill') bills.push(meaning.bill)
    else if (meaning.kind === 'review') reviews.push(meaning)
    else
      for (const [name, row] of meaning.rows) {
        const list = byTable.get(name)
        if (list === undefined) byTable.set(name, [row])
        else list.push(row)
      }
  }
  for (const [name, rows] of byTable) await writeRows(client, branchId, name, rows)
  await writeCustomers(client, branchId, changes, trust, told)
  await writeBills(client, branchId, bills, trust, told)
  if (reviews.length === 0) return
  const { rows: reviewed } = await client.query<{ customer_id: string }>(
    `UPDATE counterfoil.customer_conflict c SET reviewed_at = u.at, reviewed_by = u.by
     FROM unnest($1::uuid[], $2::text[], $3::timestamptz[]) AS u (id, by, at) WHERE c.id = u.id AND c.reviewed_at IS NULL
     RETURNING c.customer_id`,
    [reviews.map((each) => each.conflictId), reviews.map((each) => each.by), reviews.map((each) => each.at)],
  )
  for (const { customer_id } of reviewed) told.changed.add(customer_id)
}

async function writeRows(client: Client, branchId: string, name: TableName, all: readonly Row[]): Promise<void> {
  const shape = tables[name]
  const sql = statements.get(name)
  if (sql === undefined) throw new Error(`no statement for ${name}`)
  const rows = lastOfEach(shape, all)
  const values = [branchId, ...columnsOf(shape, rows)]
  const { rowCount } = await client.query({ name: `insert ${name}`, text: sql.insert, values })
  if (shape.onConflict !== 'keep' || rowCount === all.length) return
  // Some were there already, as after a restore. The same again is no news; another content under the same key is.
  const { rows: differing } = await client.query<{ n: number }>(sql.differing, values)
  if ((differing[0]?.n ?? 0) > 0 || rows.length < all.length)
    throw new RefusedRecord(reasonText('key_taken', shape.name.replace('_', ' ')))
}
