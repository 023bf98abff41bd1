/** Records that leave together: read, and sorted by where they go. */
import type { CustomerChange } from '../core/customers/change-record.ts'
import { type Columns, columnsOf } from './columns.ts'
import {
  type BillState,
  type LogRecord,
  meaningOf,
  type ReadingOffice,
  type Review,
  UnreadableRecord,
} from './records.ts'
import type { Table } from './tables.ts'

/** A record that nobody can read, or that headquarters' tables did not take. */
export interface Parked {
  readonly record: LogRecord
  readonly reason: string
}

export interface Parcel {
  readonly tables: ReadonlyMap<Table, Columns>
  readonly changes: readonly CustomerChange[]
  readonly bills: readonly BillState[]
  readonly reviews: readonly Review[]
  readonly unreadable: readonly Parked[]
  add(record: LogRecord): void
}

/** An empty one. */
export function parcelOf(office: ReadingOffice): Parcel {
  const tables = new Map<Table, Columns>()
  const changes: CustomerChange[] = []
  const bills: BillState[] = []
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
        if (meaning.kind === 'rows') for (const [shape, row] of meaning.rows) columns(shape).add(row)
        else if (meaning.kind === 'customer') changes.push(meaning.change)
        else if (meaning.kind === 'bill') bills.push(meaning.bill)
        else reviews.push(meaning.review)
      } catch (error) {
        if (!(error instanceof UnreadableRecord)) throw error
        unreadable.push({ record, reason: error.message })
      }
    },
  }
}
