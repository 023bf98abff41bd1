/** Where the lanes of the change log stand after an epoch began, or after headquarters' database was put back. */
import type { MeetingParts } from './parts.ts'
import { type Head, sameHead } from './read-lane.ts'
import type { Batch } from './write-parcel.ts'

/** Money, the register, the rest: see 0170-headquarters.sql. */
export const lanes = [1, 2, 3] as const

/**
 * Headquarters' own database may have been put back to an earlier state. What it lost since is sent again, and what it has is not
 * doubled; what this office has pruned since is lost. Answers whether headquarters has what this office does not know to have sent.
 */
export async function rewindLanes(parts: MeetingParts, batch: Batch, epoch: number): Promise<boolean> {
  const { store, transact } = parts
  // Another meeting of this office may be under way: what was acknowledged before the question is there with the answer, and
  // what is there with the answer was noted here before.
  const before = lanes.map((number) => store.lane(number))
  const { rows } = await batch.client.query<Head & { readonly lane: number }>(
    'SELECT lane, seq, hash FROM counterfoil.lane WHERE branch_id = $1 AND epoch = $2',
    [batch.branchId, epoch],
  )
  let diverged = false
  for (const { lane: number, acked_seq } of before) {
    const head = rows.find(({ lane }) => lane === number) ?? { seq: 0, hash: Buffer.alloc(0) }
    if (head.seq < acked_seq) {
      transact(() => store.rewind(number, head.seq, head.hash))
      continue
    }
    const now = store.lane(number)
    if (head.seq > now.acked_seq && !sameHead(head, now.sent_seq, now.sent_hash)) diverged = true
  }
  return diverged
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
