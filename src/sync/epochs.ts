/**
 * Which epoch of this office headquarters is in, and how a new one begins. Whatever begins one without certainty notes here first
 * that it will, and counts receipts on in a series that neither this office nor headquarters has used.
 */
import { stopped } from './failure.ts'
import { beginLanes, lanes, rewindLanes } from './lanes.ts'
import { inTransaction } from './link.ts'
import type { MeetingParts } from './parts.ts'
import { seriesThere, sinceOf } from './recover.ts'
import { settleWhole } from './whole.ts'
import type { Batch } from './write-parcel.ts'

export interface Epoch {
  readonly number: number
  readonly isNew: boolean
}

/** `there`: the epoch that headquarters says it is in. Rejects with `MeetingStopped` where a newer copy of this office goes on. */
export async function agreeOnEpoch(
  parts: MeetingParts,
  batch: Batch,
  there: number,
  takeOver: boolean,
): Promise<Epoch> {
  await settleWhole(parts, batch)
  const here = parts.store.state()
  // Also before a new epoch: what headquarters lost of the old one, this office may not take for sent.
  const isFirst = here.restored === 1 && here.last_met_there_ms === null
  const diverged = !isFirst && (await rewindLanes(parts, batch, here.epoch))
  if (here.restored === 1) return newEpoch(parts, batch, { anotherWrote: false })
  if (here.epoch === there)
    return diverged ? newEpoch(parts, batch, { anotherWrote: true }) : { number: there, isNew: false }
  if (there < here.epoch) {
    // Headquarters was put back to before this epoch began, and nobody can say how far it came then.
    parts.transact(() => {
      for (const lane of lanes) parts.store.rewind(lane, 0, new Uint8Array())
    })
    return newEpoch(parts, batch, { anotherWrote: false })
  }
  if (takeOver) return newEpoch(parts, batch, { anotherWrote: true })
  throw stopped('left_behind', 'A newer copy of this office meets headquarters. Only one of the two may go on.')
}

/**
 * What headquarters had from this office since the backup, or from its other copy, comes back with the pull that follows.
 * `anotherWrote`: that copy bears this one's name in its stamps; a restore has begun another name itself.
 */
export async function newEpoch(
  parts: MeetingParts,
  batch: Batch,
  { anotherWrote }: { readonly anotherWrote: boolean },
): Promise<Epoch> {
  const { store, transact } = parts
  const known = await seriesThere(batch.client, batch.branchId)
  const since = sinceOf(store.state())
  transact(() => {
    // A restore, and a joining, have noted it themselves; the restore has begun a series of its own as well.
    const isNews = store.state().restored === 0
    store.noteEpochWanted()
    if (anotherWrote) store.recovery.beginWriter()
    store.recovery.countAbove(known, isNews)
  })
  const begun = await inTransaction(batch.client, async () => {
    const { rows } = await batch.client.query<{ epoch: number }>('SELECT counterfoil.next_epoch() AS epoch')
    const number = rows[0]?.epoch ?? 0
    await beginLanes(parts, batch, number)
    await batch.client.query('SELECT counterfoil.feed_mine($1)', [since])
    // From next_epoch on no other copy of this office can send anything.
    return { number, series: await seriesThere(batch.client, batch.branchId) }
  })
  transact(() => {
    store.setEpoch(begun.number)
    store.recovery.countAbove(begun.series, false)
  })
  return { number: begun.number, isNew: true }
}
