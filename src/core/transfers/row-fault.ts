/** Why a row of a file was not taken, and what reading its cells shares. */
import { done, failed, type Outcome } from '../kernel/outcome.ts'
import { cleanLine, westernDigits } from '../kernel/text.ts'
import { cellLimit, quoted, restore } from './cells.ts'
import type { Cells } from './columns.ts'

/** One cell that keeps its row out. `column` is empty where the row as a whole is wrong. */
export interface RowFault {
  readonly column: string
  readonly value: string
  /** For the person who will correct the file. */
  readonly reason: string
}

/** A fault with the number of its row: the record's place in the file, the first row being 1. */
export interface Reject extends RowFault {
  readonly row: number
}

export const fault = (column: string, value: string, reason: string): { ok: false; failure: RowFault } =>
  failed({ column, value: quoted(value), reason })

/** Whether nothing stands in the row: spreadsheets leave such rows behind, and they mean nothing. */
export const isBlank = (cells: readonly string[]): boolean => cells.every((cell) => cell.trim() === '')

/**
 * Puts a record's cells, each of bounded length, under the names of the first row. A row with more or fewer of them is a
 * fault: they may have shifted.
 */
export function nameCells<Column extends string>(
  columns: readonly Column[],
  cells: readonly string[],
): Outcome<Cells<Column>, RowFault> {
  if (cells.length !== columns.length) {
    const count = `${cells.length} ${cells.length === 1 ? 'cell' : 'cells'}`
    return fault('', cells.join(','), `${count} where the first row has ${columns.length}`)
  }
  const long = cells.findIndex((cell) => cell.length > cellLimit)
  if (long !== -1) return fault(columns[long] ?? '', cells[long] ?? '', `longer than ${cellLimit} characters`)
  // Every column is there: `columns` is what readHeader found complete.
  return done(Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? ''])) as Cells<Column>)
}

/** One line of text, cleaned, of at most `max` characters. */
export function readLine(
  column: string,
  cell: string,
  rule: { readonly max: number; readonly required: boolean },
): Outcome<string, RowFault> {
  const value = cleanLine(restore(cell))
  if (value === '' && rule.required)
    return fault(column, cell, cell.trim() === '' ? 'must not be blank' : 'has no visible character')
  if (value.length > rule.max) return fault(column, value, `longer than ${rule.max} characters`)
  return done(value)
}

/** An account or bill number: a line whose digits are 0-9 whatever script they were typed in. */
export function readNumber(column: string, cell: string): Outcome<string, RowFault> {
  const line = readLine(column, cell, { max: 40, required: true })
  return line.ok ? done(westernDigits(line.value)) : line
}
