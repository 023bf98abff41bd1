/** One row of a bills file: cells in, a bill or the first fault out. Whose bill it is, the importer looks up. */
import type { BillRecord } from '../billing/bills.ts'
import { isIsoDate } from '../kernel/calendar.ts'
import { parseAmount } from '../kernel/money.ts'
import { done, type Outcome } from '../kernel/outcome.ts'
import { westernDigits } from '../kernel/text.ts'
import type { BillColumn, Cells } from './columns.ts'
import { fault, type RowFault, readLine, readNumber } from './row-fault.ts'

export interface BillOfAccount extends Omit<BillRecord, 'customerId'> {
  readonly accountNo: string
}

/** Midnight, as databases and spreadsheets add it to a date. */
const midnight = /[T ]00:00(:00(\.0+)?)?Z?$/

function readDate(column: 'issued_on' | 'due_on', cell: string): Outcome<string, RowFault> {
  const line = readLine(column, cell, { max: 40, required: true })
  if (!line.ok) return line
  const text = westernDigits(line.value).replace(midnight, '')
  if (isIsoDate(text)) return done(text)
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (parts === null) return fault(column, line.value, 'not a date as YYYY-MM-DD')
  const year = Number(parts[1])
  return year >= 1300 && year < 1500
    ? fault(column, line.value, 'looks like a Persian date: give it in the Gregorian calendar, as YYYY-MM-DD')
    : fault(column, line.value, 'there is no such day')
}

function readAmount(cell: string, currency: string): Outcome<number, RowFault> {
  const line = readLine('amount', cell, { max: 60, required: true })
  if (!line.ok) return line
  const amount = parseAmount(line.value, currency)
  if (amount.ok) return done(amount.amountMinor)
  const below = /^[-−]/.test(line.value) && parseAmount(line.value.slice(1), currency).ok
  return fault('amount', line.value, below ? 'below zero' : `${amount.reason} (${currency})`)
}

/** `currency` is the office's: it says how many decimals an amount may have. */
export function parseBillRow(cells: Cells<BillColumn>, currency: string): Outcome<BillOfAccount, RowFault> {
  const billNo = readNumber('bill_no', cells.bill_no)
  if (!billNo.ok) return billNo
  const accountNo = readNumber('account_no', cells.account_no)
  if (!accountNo.ok) return accountNo
  const period = readNumber('period', cells.period)
  if (!period.ok) return period
  const issuedOn = readDate('issued_on', cells.issued_on)
  if (!issuedOn.ok) return issuedOn
  const dueOn = readDate('due_on', cells.due_on)
  if (!dueOn.ok) return dueOn
  if (dueOn.value < issuedOn.value)
    return fault('due_on', dueOn.value, `before the day it was issued, ${issuedOn.value}`)
  const amount = readAmount(cells.amount, currency)
  if (!amount.ok) return amount
  return done({
    billNo: billNo.value,
    accountNo: accountNo.value,
    period: period.value,
    issuedOn: issuedOn.value,
    dueOn: dueOn.value,
    amountMinor: amount.value,
    lines: [],
  })
}
