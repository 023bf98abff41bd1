/** One parcel of records into headquarters' tables: everything leaves at once, and the answers come as they come. */
import { reasonText } from '../core/headquarters/parked-reason.ts'
import { type Columns, differingSql, insertSql, upsertSql } from './columns.ts'
import { type Client, together } from './link.ts'
import type { StampTrust } from './merge.ts'
import type { Parcel } from './parcel.ts'
import type { ReadingOffice, Review } from './records.ts'
import { type Table, tables } from './tables.ts'
import { RefusedRecord, type Told, writeBills, writeCustomers } from './write-register.ts'

export interface Batch {
  readonly client: Client
  readonly branchId: string
  readonly trust: StampTrust
  readonly office: ReadingOffice
  /** The records were parked, and are tried again after others that followed them. */
  readonly again?: boolean
}

/**
 * `new`: a fact that headquarters has already, or one that is twice in the parcel, fails the statement; to look for neither costs
 * PostgreSQL a quarter less. `known`: it may be there, as after a restore.
 */
export type Facts = 'new' | 'known'

const statements = new Map<Table, { readonly insert: string; readonly upsert: string; readonly differing: string }>(
  Object.values(tables).map((shape) => [
    shape,
    { insert: insertSql(shape), upsert: upsertSql(shape), differing: differingSql(shape) },
  ]),
)

/**
 * Call inside a transaction, and what writes the register of another parcel only after this one is through: it reads what that
 * wrote. Rejects with `RefusedRecord`, or with what the network or PostgreSQL said; nothing is under way any more then.
 */
export async function writeParcel(
  batch: Batch,
  parcel: Parcel,
  told: Told,
  facts: Facts,
  registerIsFree: Promise<unknown> = Promise.resolve(),
): Promise<void> {
  const { client, branchId, trust } = batch
  await together([
    ...[...parcel.tables].map(([shape, columns]) => writeRows(batch, shape, columns, facts)),
    writeReviews(client, parcel.reviews, told),
    registerIsFree.then(() => writeCustomers(client, branchId, parcel.changes, trust, told)),
    registerIsFree.then(() => writeBills(client, branchId, parcel.bills, trust, told)),
  ])
}

async function writeRows(batch: Batch, shape: Table, columns: Columns, facts: Facts): Promise<void> {
  const sql = statements.get(shape)
  if (sql === undefined) throw new Error(`no statement for ${shape.name}`)
  const { client, branchId } = batch
  const isFact = shape.onConflict === 'keep'
  const values = [branchId, ...columns.arrays()]
  if (isFact && facts === 'new') {
    await client.query({ name: `insert ${shape.name}`, text: sql.insert, values })
    return
  }
  const { rowCount } = await client.query({ name: `upsert ${shape.name}`, text: sql.upsert, values })
  if (!isFact || rowCount === columns.added()) return
  // Some were there already, as after a restore. The same again is no news; another content under the same key is.
  const { rows } = await client.query<{ n: number }>(sql.differing, values)
  if ((rows[0]?.n ?? 0) > 0 || columns.areTwice()) throw another(shape)
}

const another = (shape: Table): RefusedRecord =>
  new RefusedRecord(reasonText('key_taken', shape.name.replace('_', ' ')))

async function writeReviews(client: Client, reviews: readonly Review[], told: Told): Promise<void> {
  if (reviews.length === 0) return
  const { rows } = await client.query<{ customer_id: string }>(
    `UPDATE counterfoil.customer_conflict c SET reviewed_at = u.at, reviewed_by = u.by
     FROM unnest($1::uuid[], $2::text[], $3::timestamptz[]) AS u (id, by, at) WHERE c.id = u.id AND c.reviewed_at IS NULL
     RETURNING c.customer_id`,
    [reviews.map((each) => each.conflictId), reviews.map((each) => each.by), reviews.map((each) => each.at)],
  )
  for (const { customer_id } of rows) told.changed.add(customer_id)
}
