/** Customers and bills of one batch, merged into what headquarters holds. Inside the batch's transaction. */
import { type ContactMark, customerFields, type FieldValue } from '../core/customers/change-record.ts'
import { reasonText } from '../core/headquarters/parked-reason.ts'
import { type Stamp, stampNode } from '../core/kernel/stamp.ts'
import type { Client } from './link.ts'
import {
  type Conflict,
  firstOf,
  type HeldCustomer,
  type Merged,
  mergeCustomer,
  type Offered,
  type StampTrust,
  trustedStamp,
} from './merge.ts'
import { mergeWhole } from './merge-whole.ts'
import type { BillState } from './records.ts'

/** Whom the batch's end must tell. */
export interface Told {
  readonly changed: Set<string>
  readonly mine: Set<string>
  readonly bills: Set<string>
}

export const nobody = (): Told => ({ changed: new Set(), mine: new Set(), bills: new Set() })

/** Puts what the batch changed into the feeds of those who must hear of it. */
export async function announce(client: Client, told: Told): Promise<void> {
  if (told.changed.size > 0 || told.mine.size > 0)
    await client.query('SELECT counterfoil.announce_customers($1::uuid[], $2::uuid[])', [
      [...told.changed],
      [...told.mine],
    ])
  if (told.bills.size > 0) await client.query('SELECT counterfoil.announce_bills($1::uuid[])', [[...told.bills]])
}

/** One record that headquarters' tables would take, but that makes no sense there. Its words: see `reasonText`. */
export class RefusedRecord extends Error {
  /** Of the class of integrity violations, so that the record is parked like any other. */
  readonly code = '23CF0'
}

interface CustomerRow {
  readonly branch_id: string
  readonly id: string
  readonly account_no: string
  readonly name: string
  readonly address: string
  readonly ward: string
  readonly locale: string | null
  readonly preferred_channel: string | null
  readonly contacts: Record<string, ContactMark>
  readonly stamps: Record<string, Stamp>
  readonly heard: Record<string, number>
}

interface Working {
  readonly home: string
  readonly id: string
  readonly known: boolean
  held: HeldCustomer
  created: number
  updated: number
  dirty: boolean
}

const heldOf = (row: CustomerRow): HeldCustomer => {
  const fields: Record<string, FieldValue> = { ...row.contacts }
  for (const field of customerFields) fields[field] = row[field]
  return { fields, stamps: row.stamps, heard: row.heard }
}

const asText = (value: FieldValue): string | null => (typeof value === 'string' ? value : JSON.stringify(value))
const shown = (value: FieldValue): string | null => (value === null ? null : asText(value))
const iso = (ms: number): string => new Date(ms).toISOString()

function mergedOf(held: HeldCustomer | undefined, offered: Offered, trust: StampTrust): Merged | null {
  const { change } = offered
  if (change.stamps !== undefined) return mergeWhole(held, change, change.stamps, trust)
  return held === undefined ? firstOf(offered, trust) : mergeCustomer(held, offered, trust)
}

export async function writeCustomers(
  client: Client,
  branchId: string,
  changes: readonly Offered[],
  trust: StampTrust,
  told: Told,
): Promise<void> {
  if (changes.length === 0) return
  const homes = changes.map(({ change }) => change.home ?? branchId)
  const { rows } = await client.query<CustomerRow>(
    `SELECT c.branch_id, c.id, account_no, name, address, ward, locale, preferred_channel, contacts, stamps, heard
     FROM counterfoil.customer c JOIN (SELECT DISTINCT * FROM unnest($1::uuid[], $2::uuid[]) AS w (branch_id, id)) w
       ON c.branch_id = w.branch_id AND c.id = w.id
     ORDER BY c.branch_id, c.id FOR UPDATE OF c`,
    [homes, changes.map(({ change }) => change.id)],
  )
  const working = new Map<string, Working>()
  for (const row of rows)
    working.set(row.id, {
      home: row.branch_id,
      id: row.id,
      known: true,
      held: heldOf(row),
      created: 0,
      updated: 0,
      dirty: false,
    })
  const conflicts: { readonly home: string; readonly id: string; readonly conflict: Conflict }[] = []
  for (const offered of changes) {
    const { change } = offered
    const home = change.home ?? branchId
    const known = working.get(change.id)
    const merged = mergedOf(known?.held, offered, trust)
    if (merged === null || (known === undefined && home !== branchId))
      throw new RefusedRecord(reasonText('customer_unknown'))
    for (const conflict of merged.conflicts) conflicts.push({ home, id: change.id, conflict })
    // A value that was not kept is to be settled once, by whichever branch looks first: all that serve the customer hear of it.
    if (merged.conflicts.length > 0) told.changed.add(change.id)
    if (merged.tellPusher) told.mine.add(change.id)
    if (merged.changed && known?.known === true) told.changed.add(change.id)
    working.set(change.id, {
      home,
      id: change.id,
      known: known?.known ?? false,
      held: merged.next,
      created: known?.known === false ? known.created : change.created_at_ms,
      updated: change.updated_at_ms,
      dirty: merged.next !== known?.held || known.dirty,
    })
  }
  const written = [...working.values()].filter((each) => each.dirty)
  await insertCustomers(
    client,
    branchId,
    written.filter((each) => !each.known),
  )
  await updateCustomers(
    client,
    written.filter((each) => each.known),
  )
  if (conflicts.length > 0) await insertConflicts(client, conflicts)
}

const columnTypes = `$1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::jsonb[],
  $10::jsonb[], $11::jsonb[], $12::timestamptz[]`
const columnNames =
  'branch_id, id, account_no, name, address, ward, locale, preferred_channel, contacts, stamps, heard, updated_at'

function columns(list: readonly Working[]): unknown[][] {
  const field = (name: (typeof customerFields)[number]) => list.map(({ held }) => held.fields[name] ?? null)
  return [
    list.map(({ home }) => home),
    list.map(({ id }) => id),
    ...customerFields.map(field),
    list.map(({ held }) => JSON.stringify(contactsOf(held))),
    list.map(({ held }) => JSON.stringify(held.stamps)),
    list.map(({ held }) => JSON.stringify(held.heard)),
    list.map(({ updated }) => iso(updated)),
  ]
}

function contactsOf(held: HeldCustomer): Record<string, FieldValue> {
  const contacts: Record<string, FieldValue> = {}
  for (const [field, value] of Object.entries(held.fields))
    if (value !== null && typeof value !== 'string') contacts[field] = value
  return contacts
}

async function insertCustomers(client: Client, branchId: string, list: readonly Working[]): Promise<void> {
  if (list.length === 0) return
  const created = list.map((each) => iso(each.created))
  await client.query(
    `INSERT INTO counterfoil.customer (${columnNames}, created_at)
     SELECT u.* FROM unnest(${columnTypes}, $13::timestamptz[]) AS u (${columnNames}, created_at)`,
    [list.map(() => branchId), ...columns(list).slice(1), created],
  )
}

async function updateCustomers(client: Client, list: readonly Working[]): Promise<void> {
  if (list.length === 0) return
  await client.query(
    `UPDATE counterfoil.customer c SET account_no = u.account_no, name = u.name, address = u.address, ward = u.ward,
       locale = u.locale, preferred_channel = u.preferred_channel, contacts = u.contacts, stamps = u.stamps, heard = u.heard,
       updated_at = u.updated_at, written_at = now()
     FROM unnest(${columnTypes}) AS u (${columnNames}) WHERE c.branch_id = u.branch_id AND c.id = u.id`,
    columns(list),
  )
}

async function insertConflicts(
  client: Client,
  list: readonly { readonly home: string; readonly id: string; readonly conflict: Conflict }[],
): Promise<void> {
  await client.query(
    `INSERT INTO counterfoil.customer_conflict (home_branch_id, customer_id, field, kept, kept_stamp, lost, lost_stamp)
     SELECT u.* FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[]) AS u`,
    [
      list.map(({ home }) => home),
      list.map(({ id }) => id),
      list.map(({ conflict }) => conflict.field),
      list.map(({ conflict }) => shown(conflict.kept)),
      list.map(({ conflict }) => conflict.keptStamp),
      list.map(({ conflict }) => shown(conflict.lost)),
      list.map(({ conflict }) => conflict.lostStamp),
    ],
  )
}

/** A bill of the log; `seq` as in `Offered`. */
export interface OfferedBill {
  readonly bill: BillState
  readonly seq: number | null
}

const heardOf = ({ bill, seq }: OfferedBill): string =>
  seq === null ? '{}' : JSON.stringify({ [stampNode(bill.stamp)]: seq })

/**
 * Bills merge whole. As with customers, a record that was heard before is old news, and what one writer wrote counts in the order of
 * its log; between two writers the later stamp does.
 */
const writeBillsSql = `INSERT INTO counterfoil.bill (branch_id, id, bill_no, customer_id, period, issued_on, due_on, amount_minor, lines, stamp, heard, created_at, updated_at)
  SELECT $1::uuid, u.* FROM unnest($2::uuid[], $3::text[], $4::uuid[], $5::text[], $6::date[], $7::date[], $8::bigint[],
    $9::jsonb[], $10::text[], $11::jsonb[], $12::timestamptz[], $13::timestamptz[]) AS u
  ON CONFLICT (branch_id, id) DO UPDATE SET customer_id = excluded.customer_id, period = excluded.period,
    issued_on = excluded.issued_on, due_on = excluded.due_on, amount_minor = excluded.amount_minor, lines = excluded.lines,
    stamp = CASE WHEN excluded.stamp > bill.stamp THEN excluded.stamp ELSE left(bill.stamp, 12)
      || lpad(to_hex(least(('x' || substr(bill.stamp, 13, 4))::bit(16)::integer + 1, 65535)), 4, '0') || substr(excluded.stamp, 17) END,
    heard = bill.heard || excluded.heard, updated_at = excluded.updated_at, written_at = now()
  WHERE CASE
    WHEN (excluded.heard ->> substr(excluded.stamp, 18))::bigint <= (bill.heard ->> substr(excluded.stamp, 18))::bigint THEN false
    WHEN excluded.heard <> '{}' AND substr(excluded.stamp, 18) = substr(bill.stamp, 18) THEN true
    ELSE excluded.stamp > bill.stamp END
  RETURNING id`

export async function writeBills(
  client: Client,
  branchId: string,
  list: readonly OfferedBill[],
  trust: StampTrust,
  told: Told,
): Promise<void> {
  if (list.length === 0) return
  const last = [...new Map(list.map((each) => [each.bill.id, each])).values()]
  const of = (name: keyof BillState) => last.map(({ bill }) => bill[name])
  const { rows } = await client.query<{ id: string }>(writeBillsSql, [
    branchId,
    of('id'),
    of('bill_no'),
    of('customer_id'),
    of('period'),
    of('issued_on'),
    of('due_on'),
    of('amount_minor'),
    of('lines'),
    last.map(({ bill }) => trustedStamp(bill.stamp, trust)),
    last.map(heardOf),
    of('created_at'),
    of('updated_at'),
  ])
  if (rows.length === last.length) return
  const taken = new Set(rows.map(({ id }) => id))
  const left = last.filter(({ bill }) => !taken.has(bill.id))
  for (const { bill } of left) told.bills.add(bill.id)
  // It lost, and was heard all the same.
  await client.query(
    `UPDATE counterfoil.bill b SET heard = b.heard || u.heard FROM unnest($2::uuid[], $3::text[], $4::bigint[], $5::jsonb[]) AS u (id, node, seq, heard)
     WHERE b.branch_id = $1 AND b.id = u.id AND coalesce((b.heard ->> u.node)::bigint, 0) < u.seq`,
    [
      branchId,
      left.map(({ bill }) => bill.id),
      left.map(({ bill }) => stampNode(bill.stamp)),
      left.map(({ seq }) => seq),
      left.map(heardOf),
    ],
  )
}
