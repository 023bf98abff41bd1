/** Rows of the office as cells of a file. */
import type { ExportKind } from '../../contract/transfers.ts'
import { decimalText } from '../kernel/money.ts'
import { neutralise } from './cells.ts'
import { type ExportValue, exportQueries } from './export-store.ts'

/** Turns a row into text cells: amounts as decimals of their currency, nothing as an empty cell, formulas neutralised. */
export function exportRow(kind: ExportKind, officeCurrency: string): (values: readonly ExportValue[]) => string[] {
  const { amountAt, currencyAt } = exportQueries[kind]
  return (values) => {
    const currency = currencyAt === null ? officeCurrency : String(values[currencyAt])
    return values.map((value, position) => {
      if (value === null) return ''
      return position === amountAt ? decimalText(Number(value), currency) : neutralise(String(value))
    })
  }
}
