/** Reads a lane of the change log part by part, in short turns: what headquarters answers meanwhile is heard. */
import { createHash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Parcel, parcelOf } from './parcel.ts'
import type { LogRecord, ReadingOffice } from './records.ts'
import type { HeadquartersStore } from './store.ts'

/** Where a lane is: its last record, and a hash over everything that was ever sent in it. */
export interface Head {
  readonly seq: number
  readonly hash: Buffer
}

export const sameHead = (head: Head, seq: number, hash: Uint8Array): boolean =>
  head.seq === seq && head.hash.equals(hash)

/** Read without a pause: a millisecond or two. */
const turnRecords = 200
const partRecords = 2_000
/** Of bodies, in characters. */
const partLength = 1 << 20

export interface Part {
  readonly lane: number
  readonly from: Head
  readonly to: Head
  readonly firstSeq: number
  readonly records: number
  readonly parcel: Parcel
}

const written = ({ seq, at_ms, entity, entity_id, body }: LogRecord): string =>
  `${seq} ${at_ms} ${entity} ${entity_id} ${body}\n`

/** What comes after `from`; null where nothing does. */
async function readPart(
  store: HeadquartersStore,
  office: ReadingOffice,
  lane: number,
  from: Head,
): Promise<Part | null> {
  const parcel = parcelOf(office)
  const hash = createHash('sha256').update(from.hash)
  let firstSeq = 0
  let seq = from.seq
  let records = 0
  let length = 0
  while (records < partRecords && length < partLength) {
    if (records > 0) await nextTurn()
    const turn = store.log(lane, seq, Math.min(turnRecords, partRecords - records))
    let text = ''
    for (const record of turn) {
      parcel.add(record)
      text += written(record)
      seq = record.seq
    }
    hash.update(text)
    if (records === 0) firstSeq = turn[0]?.seq ?? 0
    records += turn.length
    length += text.length
    if (turn.length < turnRecords) break
  }
  if (records === 0) return null
  return { lane, from, to: { seq, hash: hash.digest() }, firstSeq, records, parcel }
}

/** Reads one part ahead of the one that was asked for last. */
export interface LaneReader {
  readonly lane: number
  /** The end of what was given out. */
  readonly at: () => Head
  /** Null where nothing more was there when it was looked for. */
  next(): Promise<Part | null>
  /** Resolves once it touches the change log no more. */
  idle(): Promise<void>
}

export function laneReader(store: HeadquartersStore, office: ReadingOffice, lane: number, from: Head): LaneReader {
  let at = from
  const read = (): Promise<Part | null> => {
    const part = readPart(store, office, lane, at)
    // What goes wrong is heard by whoever asks for the part.
    part.catch(() => undefined)
    return part
  }
  let ahead = read()
  return {
    lane,
    at: () => at,
    async next() {
      const part = await ahead
      if (part === null) return null
      at = part.to
      ahead = read()
      return part
    },
    idle: () =>
      ahead.then(
        () => undefined,
        () => undefined,
      ),
  }
}
