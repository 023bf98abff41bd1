/**
 * Drains the change log into headquarters, lane by lane, money first. A batch, its cursor and its hash are one transaction there, so
 * a batch counts once however often it was sent; what this office does not know for certain it asks before it sends anything.
 */
import { isInTheWay } from './failure.ts'
import { lanes } from './lanes.ts'
import { inTransaction, together } from './link.ts'
import type { Parked } from './parcel.ts'
import type { MeetingParts } from './parts.ts'
import { type Head, type LaneReader, laneReader, sameHead } from './read-lane.ts'
import type { LogRecord } from './records.ts'
import { type Line, type SentBatch, sendBatch } from './send-batch.ts'
import type { LaneRow } from './store.ts'
import { writeCarefully } from './write-carefully.ts'
import type { Batch } from './write-parcel.ts'
import { announce, nobody } from './write-register.ts'

/** Another branch's transaction may be in the way this often before the meeting gives up until the next one. */
const mostCollisions = 5

export interface Pushed {
  readonly records: number
  readonly parked: number
}

/** Headquarters has something else of a lane than this office remembers to have sent. */
export class Diverged extends Error {}

/** `moved`: headquarters had it already, or another meeting of this office was faster. */
type Step =
  | { readonly did: 'nothing' | 'moved' }
  | { readonly did: 'pushed'; readonly records: number; readonly parked: number }

/** Answers where headquarters is in the lane, which nobody else moves before this transaction ends. */
async function lockLane(batch: Batch, epoch: number, lane: number): Promise<Head> {
  const { rows } = await batch.client.query<{ head_seq: number; head_hash: Buffer }>({
    name: 'lock lane',
    text: 'SELECT * FROM counterfoil.lock_lane($1, $2::smallint)',
    values: [epoch, lane],
  })
  const [locked] = rows
  if (locked === undefined) throw new Error('headquarters did not say how far the lane came')
  return { seq: locked.head_seq, hash: locked.head_hash }
}

async function moveLane(batch: Batch, epoch: number, lane: number, sent: SentBatch): Promise<void> {
  const { client, branchId } = batch
  const { from, to, parked } = sent
  await together([
    client.query({
      name: 'note batch',
      text: `INSERT INTO counterfoil.batch (branch_id, epoch, lane, first_seq, last_seq, records, parked, hash)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      values: [branchId, epoch, lane, sent.firstSeq, to.seq, sent.records, parked.length, to.hash],
    }),
    noteParked(batch, epoch, parked),
    client.query({
      name: 'move lane',
      text: 'SELECT counterfoil.move_lane($1, $2::smallint, $3, $4, $5)',
      values: [epoch, lane, from.seq, to.seq, to.hash],
    }),
  ])
}

/** Reads on where the last batch of a lane ended. */
function reading(parts: MeetingParts, batch: Batch) {
  const line: Line = { isQuick: false }
  let reader: LaneReader | null = null
  return {
    line,
    async of(lane: number, head: Head): Promise<LaneReader> {
      if (reader?.lane === lane && sameHead(reader.at(), head.seq, head.hash)) return reader
      await reader?.idle()
      reader = laneReader(parts.store, batch.office, lane, head)
      return reader
    },
    forget(): void {
      reader = null
    },
    idle: async () => reader?.idle(),
  }
}
type Reading = ReturnType<typeof reading>

async function step(parts: MeetingParts, batch: Batch, readers: Reading, epoch: number, number: number): Promise<Step> {
  const { store, transact } = parts
  if (store.log(number, store.lane(number).acked_seq, 1).length === 0) return { did: 'nothing' }
  const done = await inTransaction(batch.client, async () => {
    const head = await lockLane(batch, epoch, number)
    const lane = store.lane(number)
    if (!sameHead(head, lane.acked_seq, lane.acked_hash)) {
      // The last batch arrived, and its answer was lost.
      if (!sameHead(head, lane.sent_seq, lane.sent_hash)) throw new Diverged(`lane ${number}`)
      return {
        from: head,
        to: head,
        firstSeq: 0,
        records: 0,
        parked: await parkedThere(parts, batch, epoch, lane, head.seq),
      }
    }
    const reader = await readers.of(number, head)
    const first = await reader.next()
    // Its end was seen before the records came that there are now.
    if (first === null) return null
    const sent = await sendBatch(parts, batch, readers.line, reader, first)
    await moveLane(batch, epoch, number, sent)
    return sent
  })
  if (done === null) {
    readers.forget()
    return { did: 'moved' }
  }
  transact(() => {
    store.noteAcked(number, done.to.seq, done.to.hash)
    for (const { record, reason } of done.parked) park(parts, epoch, record, reason)
  })
  return done.records === 0 ? { did: 'moved' } : { did: 'pushed', records: done.records, parked: done.parked.length }
}

/** What headquarters parked of a batch whose answer was lost: it keeps the reasons, this office's log the records. */
async function parkedThere(
  parts: MeetingParts,
  batch: Batch,
  epoch: number,
  lane: LaneRow,
  headSeq: number,
): Promise<Parked[]> {
  const { rows } = await batch.client.query<{ seq: number; reason: string }>(
    'SELECT seq, reason FROM counterfoil.parked WHERE branch_id = $1 AND epoch = $2 AND seq > $3 AND seq <= $4 ORDER BY seq',
    [batch.branchId, epoch, lane.acked_seq, headSeq],
  )
  return rows.flatMap(({ seq, reason }) => {
    const [record] = parts.store.log(lane.lane, seq - 1, 1)
    return record?.seq === seq ? [{ record, reason }] : []
  })
}

/** Keeps a record that headquarters would not take. Call inside a transaction. */
export function park(parts: MeetingParts, epoch: number, record: LogRecord, reason: string): void {
  const { seq, entity, entity_id, at_ms, body } = record
  const parked_at_ms = parts.clock.now()
  parts.store.park({ direction: 'push', epoch, seq, entity, entity_id, at_ms, body, reason, parked_at_ms })
}

async function noteParked(batch: Batch, epoch: number, all: readonly Parked[]): Promise<void> {
  // Those of the whole state stand in no lane; the branch's own report counts them.
  const parked = all.filter(({ record }) => record.seq > 0)
  if (parked.length === 0) return
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

/** Sent beside the lanes, as long as there is something. */
type Besides = (parts: MeetingParts, batch: Batch, epoch: number) => Promise<{ records: number; parked: number } | null>

/** Rejects with `Diverged`, or with what the network or PostgreSQL said. What was pushed until then stays pushed. */
export async function push(parts: MeetingParts, batch: Batch, epoch: number, besides: Besides): Promise<Pushed> {
  const readers = reading(parts, batch)
  try {
    return await drain(parts, batch, readers, epoch, besides)
  } finally {
    await readers.idle()
  }
}

async function drain(
  parts: MeetingParts,
  batch: Batch,
  readers: Reading,
  epoch: number,
  besides: Besides,
): Promise<Pushed> {
  const stepBesides = async (): Promise<Step> => {
    const sent = await besides(parts, batch, epoch)
    return sent === null ? { did: 'nothing' } : { did: 'pushed', ...sent }
  }
  let records = 0
  let parked = 0
  let collisions = 0
  const waiting = parts.store.waiting().changes
  for (;;) {
    if (parts.cancelled()) return { records, parked }
    let did: Step = { did: 'nothing' }
    try {
      for (const lane of lanes) {
        did = await step(parts, batch, readers, epoch, lane)
        // What the register was before is there before what changes it.
        if (did.did === 'nothing' && lane === 1) did = await stepBesides()
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
      // It may not be parked there any more: it was tried before and the answer was lost, or headquarters was put back. Written
      // again it is compared, not doubled.
      await batch.client.query(
        'DELETE FROM counterfoil.parked WHERE branch_id = $1 AND epoch = $2 AND seq = $3 AND entity_id = $4',
        [batch.branchId, row.epoch, row.seq, row.entity_id.slice(0, 100)],
      )
      const told = nobody()
      const again: Parked[] = []
      await writeCarefully({ ...batch, again: true }, [row], told, again)
      await announce(batch.client, told)
      await noteParked(batch, row.epoch, again)
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
