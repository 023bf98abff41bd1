/** One batch of a lane: part after part leaves while the next one is read, all of them in one transaction. */
import { isRecordFault } from './failure.ts'
import { together } from './link.ts'
import type { Parcel, Parked } from './parcel.ts'
import type { MeetingParts } from './parts.ts'
import type { Head, LaneReader, Part } from './read-lane.ts'
import { writeCarefully } from './write-carefully.ts'
import { type Batch, writeParcel } from './write-parcel.ts'
import { announce, nobody, type Told } from './write-register.ts'

/** A batch ends with the part that reaches either: the sooner it ends, the sooner money that was taken meanwhile goes first. */
const batchRecords = 8_000
const batchMs = 500
/**
 * Parts that were sent and not answered yet, on a quick line: headquarters writes one, and has the next one there. A slow line, or one
 * of which nothing is known yet, has one under way: an answer must not be as late as that of a server that is gone.
 */
const mostUnderWay = 2
const quickMs = 2_000
/** As many are read anew at once where headquarters would not take a batch as it was. */
const carefulRecords = 1_000

export interface SentBatch {
  readonly from: Head
  readonly to: Head
  readonly firstSeq: number
  readonly records: number
  readonly parked: readonly Parked[]
}

/** What a meeting knows of its line. */
export interface Line {
  isQuick: boolean
}

/**
 * Call inside the transaction that locked the lane. What is sent is noted here before it can count there: before the transaction
 * ends. Rejects where it is not a record's fault.
 */
export async function sendBatch(
  parts: MeetingParts,
  batch: Batch,
  line: Line,
  reader: LaneReader,
  first: Part,
): Promise<SentBatch> {
  const { client } = batch
  const parcels = sending(parts, batch, line)
  let told = parcels.told
  const parked: Parked[] = []
  let records = 0
  let to = first.from
  const beganMs = parts.monotonicMs()
  const note = (): void => parts.transact(() => parts.store.noteSent(first.lane, to.seq, to.hash))
  /** Whether headquarters would not take something of it. */
  const isRefused = async (writing: Promise<unknown>): Promise<boolean> => {
    try {
      await writing
      return false
    } catch (error) {
      await parcels.settled()
      if (!isRecordFault(error)) throw error
      return true
    }
  }
  let refused = false
  try {
    parcels.watch(client.query('SAVEPOINT batch'))
    for (let part: Part | null = first; part !== null; part = await reader.next()) {
      parked.push(...part.parcel.unreadable)
      records += part.records
      to = part.to
      refused = await isRefused(parcels.send(part.parcel))
      if (refused || records >= batchRecords || parts.monotonicMs() - beganMs >= batchMs || parts.cancelled()) break
    }
    note()
    refused ||= await isRefused(parcels.answered())
  } finally {
    // Nothing may be asked of headquarters after whatever ends the transaction.
    await parcels.settled()
  }
  if (refused) {
    await client.query('ROLLBACK TO SAVEPOINT batch')
    told = nobody()
    parked.length = 0
    await sendCarefully(parts, batch, { lane: first.lane, from: first.from, to }, told, parked)
  }
  await announce(client, told)
  return { from: first.from, to, firstSeq: first.firstSeq, records, parked }
}

/** Lets a parcel or two be under way at a time. */
function sending({ monotonicMs }: MeetingParts, batch: Batch, line: Line) {
  const told = nobody()
  const underWay: Promise<unknown>[] = []
  let before: Promise<unknown> = Promise.resolve()
  const watch = (answer: Promise<unknown>): void => {
    // What goes wrong is heard by whoever waits for it.
    answer.catch(() => undefined)
    underWay.push(answer)
  }
  return {
    told,
    watch,
    /** Resolves once it is on its way. Rejects with what went wrong with an earlier one. */
    async send(parcel: Parcel): Promise<void> {
      while (underWay.length >= (line.isQuick ? mostUnderWay : 1)) await underWay.shift()
      const sentMs = monotonicMs()
      before = writeParcel(batch, parcel, told, 'new', before).then(() => {
        line.isQuick = monotonicMs() - sentMs < quickMs
      })
      watch(before)
    },
    answered: () => together(underWay),
    settled: () => Promise.allSettled(underWay),
  }
}

/** The same records again, one statement waiting for the other. */
async function sendCarefully(
  parts: MeetingParts,
  batch: Batch,
  of: { readonly lane: number; readonly from: Head; readonly to: Head },
  told: Told,
  parked: Parked[],
): Promise<void> {
  let seq = of.from.seq
  while (seq < of.to.seq) {
    const records = parts.store.log(of.lane, seq, carefulRecords).filter((record) => record.seq <= of.to.seq)
    const last = records.at(-1)
    if (last === undefined) throw new Error(`lane ${of.lane} lost what it sent after ${seq}`)
    await writeCarefully(batch, records, told, parked)
    seq = last.seq
  }
}
