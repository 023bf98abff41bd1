/**
 * Drains the change log into headquarters, lane by lane, money first. A batch, its cursor and its hash are one transaction there, so
 * a batch counts once however often it was sent; what this office does not know for certain it asks before it sends anything.
 */
import { createHash } from 'node:crypto'
import { isInTheWay, stopped } from './failure.ts'
import { inTransaction } from './link.ts'
import type { MeetingParts } from './parts.ts'
import type { LogRecord, ReadingOffice } from './records.ts'
import type { LaneRow } from './store.ts'
import { type Batch, type Parked, writeBatch } from './write-batch.ts'

/** Money, the register, the rest: see 0170-headquarters.sql. */
export const lanes = [1, 2, 3] as const

const batchRecords = 2_000
const batchBytes = 4 << 20
/** Another branch's transaction may be in the way this often before the meeting gives up until the next one. */
const mostCollisions = 5

export interface Pushed {
  readonly records: number
  readonly parked: number
}

/** Headquarters has something else of a lane than this office remembers to have sent. */
export class Diverged extends Error {}

interface Head {
  readonly seq: number
  readonly hash: Buffer
}

const sameHead = (head: Head, seq: number, hash: Uint8Array): boolean => head.seq === seq && head.hash.equals(hash)

/** Over everything that was ever sent in the lane. */
function chainHash(previous: Uint8Array, records: readonly LogRecord[]): Buffer {
  const hash = createHash('sha256').update(previous)
  for (const { seq, at_ms, entity, entity_id, body } of records)
    hash.update(`${seq} ${at_ms} ${entity} ${entity_id} `).update(body).update('\n')
  return hash.digest()
}

function nextBatch(parts: MeetingParts, lane: LaneRow): LogRecord[] {
  const records = parts.store.log(lane.lane, lane.acked_seq, batchRecords)
  let bytes = 0
  let count = 0
  for (const record of records) {
    bytes += record.body.length
    count += 1
    if (bytes >= batchBytes) break
  }
  return records.slice(0, count)
}

/** `moved`: headquarters had it already, or another meeting of this office was faster. */
type Step =
  | { readonly did: 'nothing' | 'moved' }
  | { readonly did: 'pushed'; readonly records: number; readonly parked: number }

async function step(parts: MeetingParts, batch: Batch, epoch: number, number: number): Promise<Step> {
  const { store, transact } = parts
  if (store.log(number, store.lane(number).acked_seq, 1).length === 0) return { did: 'nothing' }
  const done = await inTransaction(batch.client, async () => {
    const { rows } = await batch.client.query<{ head_seq: number; head_hash: Buffer }>({
      name: 'lock lane',
      text: 'SELECT * FROM counterfoil.lock_lane($1, $2::smallint)',
      values: [epoch, number],
    })
    const [locked] = rows
    if (locked === undefined) throw new Error('headquarters did not say how far the lane came')
    const head: Head = { seq: locked.head_seq, hash: locked.head_hash }
    const lane = store.lane(number)
    if (!sameHead(head, lane.acked_seq, lane.acked_hash)) {
      // The last batch arrived, and its answer was lost.
      if (!sameHead(head, lane.sent_seq, lane.sent_hash)) throw new Diverged(`lane ${number}`)
      return { acked: head, records: 0, parked: [] as Parked[] }
    }
    const records = nextBatch(parts, lane)
    const last = records.at(-1)
    const [first] = records
    if (first === undefined || last === undefined) return null
    const hash = chainHash(lane.acked_hash, records)
    transact(() => store.noteSent(number, last.seq, hash))
    const parked = await writeBatch(batch, records)
    await noteBatch(batch, epoch, number, { first, last, records: records.length, hash }, parked)
    await batch.client.query({
      name: 'move lane',
      text: 'SELECT counterfoil.move_lane($1, $2::smallint, $3, $4, $5)',
      values: [epoch, number, head.seq, last.seq, hash],
    })
    return { acked: { seq: last.seq, hash }, records: records.length, parked }
  })
  if (done === null) return { did: 'nothing' }
  transact(() => {
    store.noteAcked(number, done.acked.seq, done.acked.hash)
    for (const { record, reason } of done.parked) park(parts, epoch, record, reason)
  })
  return done.records === 0 ? { did: 'moved' } : { did: 'pushed', records: done.records, parked: done.parked.length }
}

function park(parts: MeetingParts, epoch: number, record: LogRecord, reason: string): void {
  const { seq, entity, entity_id, at_ms, body } = record
  const parked_at_ms = parts.clock.now()
  parts.store.park({ direction: 'push', epoch, seq, entity, entity_id, at_ms, body, reason, parked_at_ms })
}

async function noteBatch(
  batch: Batch,
  epoch: number,
  lane: number,
  of: { first: LogRecord; last: LogRecord; records: number; hash: Buffer },
  parked: readonly Parked[],
): Promise<void> {
  await batch.client.query(
    `INSERT INTO counterfoil.batch (branch_id, epoch, lane, first_seq, last_seq, records, parked, hash)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [batch.branchId, epoch, lane, of.first.seq, of.last.seq, of.records, parked.length, of.hash],
  )
  if (parked.length > 0) await noteParked(batch, epoch, parked)
}

async function noteParked(batch: Batch, epoch: number, parked: readonly Parked[]): Promise<void> {
  await batch.client.query(
    `INSERT INTO counterfoil.parked (branch_id, epoch, seq, entity, entity_id, reason)
     SELECT $1::uuid, $2::integer, u.* FROM unnest($3::bigint[], $4::text[], $5::text[], $6::text[]) AS u
     ON CONFLICT (branch_id, epoch, seq) DO UPDATE SET reason = excluded.reason, parked_at = now()`,
    [
      batch.branchId,
      epoch,
      parked.map(({ record }) => record.seq),
      parked.map(({ record }) => record.entity),
      parked.map(({ record }) => record.entity_id.slice(0, 100)),
      parked.map(({ reason }) => reason),
    ],
  )
}

/** Rejects with `Diverged`, or with what the network or PostgreSQL said. What was pushed until then stays pushed. */
export async function push(parts: MeetingParts, batch: Batch, epoch: number): Promise<Pushed> {
  let records = 0
  let parked = 0
  let collisions = 0
  const waiting = parts.store.waiting().changes
  for (;;) {
    if (parts.cancelled()) return { records, parked }
    let did: Step = { did: 'nothing' }
    try {
      for (const lane of lanes) {
        did = await step(parts, batch, epoch, lane)
        // Whatever was pushed, money that was taken meanwhile goes first again.
        if (did.did !== 'nothing') break
      }
    } catch (error) {
      collisions += 1
      if (!isInTheWay(error) || collisions > mostCollisions) throw error
      continue
    }
    if (did.did === 'nothing') return { records, parked }
    if (did.did === 'pushed') {
      records += did.records
      parked += did.parked
      parts.say({ doing: 'push', records, of: Math.max(waiting, records) })
    }
  }
}

/** Records that were parked and that somebody wants to try again. Each is a transaction of its own. */
export async function pushParked(parts: MeetingParts, batch: Batch): Promise<number> {
  const { store, transact } = parts
  let done = 0
  for (const row of store.again('push')) {
    const left = await inTransaction(batch.client, async () => {
      const taken = await batch.client.query(
        'DELETE FROM counterfoil.parked WHERE branch_id = $1 AND epoch = $2 AND seq = $3',
        [batch.branchId, row.epoch, row.seq],
      )
      // It is not parked there any more: it was tried again before, and the answer was lost.
      if (taken.rowCount === 0) return []
      const again = await writeBatch(batch, [row])
      if (again.length > 0) await noteParked(batch, row.epoch, again)
      return again
    })
    const [still] = left
    transact(() => {
      if (still === undefined) store.unpark(row.id)
      else park(parts, row.epoch, row, still.reason)
    })
    if (still === undefined) done += 1
  }
  return done
}

/**
 * Headquarters' own database may have been put back to an earlier state. What it lost since is sent again, and what it has is not
 * doubled; what this office has pruned since is lost.
 */
export async function rewindLanes(parts: MeetingParts, batch: Batch, epoch: number): Promise<void> {
  const { rows } = await batch.client.query<Head & { readonly lane: number }>(
    'SELECT lane, seq, hash FROM counterfoil.lane WHERE branch_id = $1 AND epoch = $2',
    [batch.branchId, epoch],
  )
  for (const number of lanes) {
    const head = rows.find(({ lane }) => lane === number) ?? { seq: 0, hash: new Uint8Array() }
    if (head.seq < parts.store.lane(number).acked_seq)
      parts.transact(() => parts.store.rewind(number, head.seq, head.hash))
  }
}

/** Lets the lanes of a new epoch begin where this office is certain that headquarters has everything. */
export async function beginLanes(parts: MeetingParts, batch: Batch, epoch: number): Promise<void> {
  for (const number of lanes) {
    const lane = parts.store.lane(number)
    if (lane.acked_seq === 0) continue
    await batch.client.query('SELECT counterfoil.lock_lane($1, $2::smallint)', [epoch, number])
    await batch.client.query('SELECT counterfoil.move_lane($1, $2::smallint, 0, $3, $4)', [
      epoch,
      number,
      lane.acked_seq,
      lane.acked_hash,
    ])
  }
}

export const readingOffice = (parts: MeetingParts): ReadingOffice => ({
  node: parts.node(),
  rowOf: parts.store.rowOf,
})

export const leftBehind = () =>
  stopped('left_behind', 'A newer copy of this office meets headquarters. Only one of the two may go on.')
