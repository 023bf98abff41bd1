/** Takes rows of a file into the office, a batch per transaction, so that the counter's own writes never wait long. */
import type { CountryCode } from 'libphonenumber-js/max'
import type { Bills, BillUpsert } from '../billing/bills.ts'
import type { Customers } from '../customers/service.ts'
import type { CustomerStore } from '../customers/store.ts'
import type { Transact } from '../kernel/db.ts'
import { decimalText } from '../kernel/money.ts'
import type { Outcome } from '../kernel/outcome.ts'
import type { BillColumn, Cells, CustomerColumn } from './columns.ts'
import { parseBillRow } from './parse-bill-row.ts'
import { parseCustomerRow } from './parse-customer-row.ts'
import { fault, type Reject, type RowFault } from './row-fault.ts'
import type { SeenKeys } from './seen-keys.ts'

/** Rows of one transaction. */
export const batchRows = 500

/** One record of the file: its place, the first row being 1, and its cells, or why they could not be told apart. */
export interface FileRow<Column extends string> {
  readonly row: number
  readonly cells: Outcome<Cells<Column>, RowFault>
}

export interface BatchResult {
  readonly rows: number
  readonly added: number
  readonly changed: number
  readonly unchanged: number
  readonly rejects: readonly Reject[]
}

export interface BatchParts {
  readonly transact: Transact
  readonly seen: SeenKeys
}

type Taken = 'added' | 'changed' | 'unchanged'

export interface RowImporter<Column extends string> {
  /** Parses outside the transaction, so that it is held for the writing only. Commits all of the batch or throws. */
  take(rows: readonly FileRow<Column>[]): BatchResult
}

interface Steps<Column extends string, Record extends object> {
  readonly keyColumn: NoInfer<Column>
  parse(cells: Cells<Column>): Outcome<Record, RowFault>
  keyOf(record: Record): string
  save(record: Record): Outcome<Taken, RowFault>
}

function importer<Column extends string, Record extends object>(
  parts: BatchParts,
  steps: Steps<Column, Record>,
): RowImporter<Column> {
  function takeOne(row: number, record: Record): Outcome<Taken, RowFault> {
    const key = steps.keyOf(record)
    const earlier = parts.seen.note(key, row, record)
    if (earlier !== null) {
      if (earlier.same) return { ok: true, value: 'unchanged' }
      return fault(steps.keyColumn, key, `already in row ${earlier.row}, where it says something else`)
    }
    const saved = steps.save(record)
    if (!saved.ok) parts.seen.forget(key)
    return saved
  }
  return {
    take(rows) {
      const parsed = rows.map(({ row, cells }) => ({ row, read: cells.ok ? steps.parse(cells.value) : cells }))
      return parts.transact(() => {
        const counts = { added: 0, changed: 0, unchanged: 0 }
        const rejects: Reject[] = []
        for (const { row, read } of parsed) {
          const taken = read.ok ? takeOne(row, read.value) : read
          if (taken.ok) counts[taken.value] += 1
          else rejects.push({ row, ...taken.failure })
        }
        return { rows: rows.length, ...counts, rejects }
      })
    },
  }
}

export function customerImporter(
  parts: BatchParts & { readonly customers: Customers; readonly region: CountryCode | '' },
): RowImporter<CustomerColumn> {
  return importer(parts, {
    keyColumn: 'account_no',
    parse: (cells) => parseCustomerRow(cells, parts.region),
    keyOf: (record) => record.accountNo,
    save: (record) => ({ ok: true, value: parts.customers.upsert(record) }),
  })
}

const refusedBill: Readonly<
  Record<Extract<BillUpsert, { outcome: 'refused' }>['reason'], readonly [BillColumn, string]>
> = {
  below_paid: ['amount', 'less than what is already paid of this bill'],
  other_customer: ['account_no', 'this bill is partly or wholly paid by another account'],
}

export function billImporter(
  parts: BatchParts & {
    readonly bills: Bills
    readonly customerStore: CustomerStore
    readonly currency: string
  },
): RowImporter<BillColumn> {
  return importer(parts, {
    keyColumn: 'bill_no',
    parse: (cells) => parseBillRow(cells, parts.currency),
    keyOf: (record) => record.billNo,
    save(record) {
      const customer = parts.customerStore.byAccount(record.accountNo)
      if (customer === undefined) return fault('account_no', record.accountNo, 'there is no customer with this account')
      const { accountNo, ...bill } = record
      const saved = parts.bills.upsert({ ...bill, customerId: customer.id })
      if (saved.outcome !== 'refused') return { ok: true, value: saved.outcome }
      const [column, reason] = refusedBill[saved.reason]
      return fault(column, column === 'amount' ? decimalText(record.amountMinor, parts.currency) : accountNo, reason)
    },
  })
}
