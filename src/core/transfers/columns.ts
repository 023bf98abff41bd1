/** Which columns a file of each kind has, and how its first row is read. */
import type { ExportKind, ImportKind } from '../../contract/transfers.ts'
import { done, failed, type Outcome } from '../kernel/outcome.ts'
import { cleanLine } from '../kernel/text.ts'

export const customerColumns = ['account_no', 'name', 'email', 'phone', 'address', 'ward', 'locale', 'channel'] as const
export type CustomerColumn = (typeof customerColumns)[number]

export const billColumns = ['bill_no', 'account_no', 'period', 'issued_on', 'due_on', 'amount'] as const
export type BillColumn = (typeof billColumns)[number]

/** What an export writes. Customers and bills are as an import reads them. */
export const columnsOf = {
  customers: customerColumns,
  bills: billColumns,
  payments: [
    'payment_no',
    'receipt_no',
    'account_no',
    'bill_nos',
    'amount',
    'currency',
    'method',
    'reference',
    'status',
    'paid_at',
  ],
  feedback: ['ticket_no', 'account_no', 'rating', 'category', 'words', 'status', 'answer', 'created_at', 'updated_at'],
  audit: ['seq', 'at', 'actor', 'terminal_id', 'visit_id', 'action', 'subject', 'outcome', 'detail', 'hash'],
} as const satisfies Record<ExportKind, readonly string[]>

export const rejectColumns = ['row', 'column', 'value', 'reason'] as const

/** The cells of one row by column name, as they stand in the file. */
export type Cells<Column extends string> = Readonly<Record<Column, string>>

const named = (columns: readonly string[]): string => columns.map((column) => `"${column}"`).join(', ')
const are = (columns: readonly string[]): string => (columns.length === 1 ? 'is' : 'are')

/**
 * The names of the first row, in the file's order: any order, case and surrounding space. Fails with one clear line
 * where a column is missing, unknown or named twice.
 */
export function readHeader<Column extends string>(
  cells: readonly string[],
  columns: readonly Column[],
): Outcome<readonly Column[], string> {
  const names = cells.map((cell) => cleanLine(cell).toLowerCase())
  const expected = `The first row must name: ${columns.join(', ')}.`
  const only = cells.length === 1 ? (cells[0] ?? '') : ''
  const separator = only.includes(';') ? 'semicolons' : only.trim().includes('\t') ? 'tabs' : null
  if (separator !== null)
    return failed(`The columns are separated by ${separator}: save the file with commas between them. ${expected}`)
  const known = new Map<string, Column>(columns.map((column) => [column, column]))
  const order: Column[] = []
  const unknown: string[] = []
  for (const [position, name] of names.entries()) {
    const column = known.get(name)
    if (column === undefined) unknown.push(name === '' ? `number ${position + 1}, without a name` : name.slice(0, 60))
    else if (order.includes(column)) return failed(`The column "${column}" is named twice. ${expected}`)
    else order.push(column)
  }
  const missing = columns.filter((column) => !order.includes(column))
  const faults = [
    ...(unknown.length > 0 ? [`The column ${named(unknown)} is not known.`] : []),
    ...(missing.length > 0 ? [`The column ${named(missing)} ${are(missing)} missing.`] : []),
  ]
  return faults.length === 0 ? done(order) : failed(`${faults.join(' ')} ${expected}`)
}

/** The other kind, where these are its columns: the person chose the wrong import. */
export function kindOfHeader(cells: readonly string[]): ImportKind | null {
  if (readHeader(cells, customerColumns).ok) return 'customers'
  return readHeader(cells, billColumns).ok ? 'bills' : null
}
