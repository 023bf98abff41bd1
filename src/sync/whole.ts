/**
 * An office that comes to a headquarters which does not have what it once sent elsewhere sends its whole state, beside the lanes, a
 * page at a time; what is changed meanwhile goes in its lane as ever. A page may be sent twice: it is compared, not doubled.
 */
import { lanes } from './lanes.ts'
import { inTransaction } from './link.ts'
import type { Parked } from './parcel.ts'
import type { MeetingParts } from './parts.ts'
import { park } from './push.ts'
import { type WholeTable, wholeTables } from './whole-store.ts'
import { writeCarefully } from './write-carefully.ts'
import type { Batch } from './write-parcel.ts'
import { announce, nobody } from './write-register.ts'

const pageRecords = 1_000

/** How far the whole state is sent, as it is kept: `unknown` where nobody knows yet whether it must be, else a table and an id in it. */
interface WholeAt {
  readonly table: WholeTable
  readonly afterId: string
}

function readAt(text: string): WholeAt | null {
  const [name = '', afterId = ''] = text.split(' ')
  const table = wholeTables.find((each) => each === name)
  return table === undefined ? null : { table, afterId }
}

function following(table: WholeTable): string | null {
  const next = wholeTables[wholeTables.indexOf(table) + 1]
  return next === undefined ? null : `${next} `
}

/** Whether headquarters proves that it has all that this office sent it before it left: by the hashes over everything sent. */
async function isProven(parts: MeetingParts, batch: Batch): Promise<boolean> {
  const { left_branch, left_epoch } = parts.store.state()
  if (left_branch !== batch.branchId || left_epoch === null) return false
  const { rows } = await batch.client.query<{ lane: number; seq: number; hash: Buffer }>(
    'SELECT lane, seq, hash FROM counterfoil.lane WHERE branch_id = $1 AND epoch = $2',
    [batch.branchId, left_epoch],
  )
  return lanes.every((number) => {
    const lane = parts.store.lane(number)
    const head = rows.find((row) => row.lane === number) ?? { seq: 0, hash: Buffer.alloc(0) }
    const is = (seq: number, hash: Buffer): boolean => head.seq === seq && head.hash.equals(hash)
    return is(lane.acked_seq, lane.acked_hash) || is(lane.sent_seq, lane.sent_hash)
  })
}

/** Call before the first epoch that this office begins there. */
export async function settleWhole(parts: MeetingParts, batch: Batch): Promise<void> {
  const { store, transact } = parts
  if (store.state().whole_at !== 'unknown') return
  const proven = await isProven(parts, batch)
  transact(() => {
    if (proven) store.whole.note(null)
    else store.whole.begin(`${wholeTables[0]} `)
  })
}

/** How many records of the whole state headquarters does not have yet. */
export function wholeLeft(store: MeetingParts['store']): number {
  const at = readAt(store.state().whole_at ?? '')
  if (at === null) return 0
  const later = wholeTables.slice(wholeTables.indexOf(at.table) + 1)
  return later.reduce(
    (sum, table) => sum + store.whole.countAfter(table, ''),
    store.whole.countAfter(at.table, at.afterId),
  )
}

/** Sends the next page. Null where there is none. Rejects with what the network or PostgreSQL said. */
export async function stepWhole(
  parts: MeetingParts,
  batch: Batch,
  epoch: number,
): Promise<{ records: number; parked: number } | null> {
  const { store, transact } = parts
  const at = readAt(store.state().whole_at ?? '')
  if (at === null) return null
  const records = store.whole.page(at.table, at.afterId, pageRecords, batch.office.node)
  const last = records.at(-1)
  if (last === undefined) {
    transact(() => store.whole.note(following(at.table)))
    return { records: 0, parked: 0 }
  }
  const parked = await inTransaction(batch.client, async () => {
    // Refuses a copy of this office that was left behind, and waits for another meeting of it.
    await batch.client.query('SELECT counterfoil.lock_lane($1, 2::smallint)', [epoch])
    const told = nobody()
    const left: Parked[] = []
    // They stand in no log, so that their places there tell nothing.
    await writeCarefully({ ...batch, again: true }, records, told, left)
    await announce(batch.client, told)
    return left
  })
  transact(() => {
    store.whole.note(`${at.table} ${last.entity_id}`)
    for (const { record, reason } of parked) park(parts, epoch, record, reason)
  })
  return { records: records.length, parked: parked.length }
}
