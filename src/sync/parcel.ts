/** Records that leave together: read, and sorted by where they go. */
import { type Columns, columnsOf } from './columns.ts'
import type { Offered } from './merge.ts'
import { type LogRecord, meaningOf, type ReadingOffice, type Review, UnreadableRecord } from './records.ts'
import type { Table } from './tables.ts'
import type { OfferedBill } from './write-register.ts'

/** A record that nobody can read, or that headquarters' tables did not take. */
export interface Parked {
  readonly record: LogRecord
  readonly reason: string
}

export interface Parcel {
  readonly tables: ReadonlyMap<Table, Columns>
  readonly changes: readonly Offered[]
  readonly bills: readonly OfferedBill[]
  readonly reviews: readonly Review[]
  readonly unreadable: readonly Parked[]
  add(record: LogRecord): void
}

/** An empty one. `again`: of records that were parked, and come after others that followed them. */
export function parcelOf(office: ReadingOffice, again = false): Parcel {
  const tables = new Map<Table, Columns>()
  const changes: Offered[] = []
  const bills: OfferedBill[] = []
  const reviews: Review[] = []
  const unreadable: Parked[] = []
  const columns = (shape: Table): Columns => {
    const known = tables.get(shape)
    if (known !== undefined) return known
    const fresh = columnsOf(shape)
    tables.set(shape, fresh)
    return fresh
  }
  return {
    tables,
    changes,
    bills,
    reviews,
    unreadable,
    add(record) {
      try {
        const meaning = meaningOf(record, office)
        const seq = again ? null : record.seq
        if (meaning.kind === 'rows') for (const [shape, row] of meaning.rows) columns(shape).add(row)
        else if (meaning.kind === 'customer') changes.push({ change: meaning.change, seq })
        else if (meaning.kind === 'bill') bills.push({ bill: meaning.bill, seq })
        else reviews.push(meaning.review)
      } catch (error) {
        if (!(error instanceof UnreadableRecord)) throw error
        unreadable.push({ record, reason: error.message })
      }
    },
  }
}
