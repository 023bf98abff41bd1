/** A made-up, messy office as CSV text: the same for the same seed, of any size, written row by row. */
import { closeSync, openSync, writeSync } from 'node:fs'

/** Numbers from 0 to 1, the same every run: mulberry32. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

const firstNames = ['Aarav', 'Diya', 'Gurpreet', 'आरव', 'दिया', 'Lakshmi', 'Farhan', 'Maria', 'سارا']
const lastNames = ["D'Souza", 'Patel', 'शर्मा', 'Iyer', 'Khan', 'Reddy', 'گوپتا', 'Mehta']
const streets = ['Market Road', 'Lake Lane', 'Station Street', 'गांधी मार्ग']
const wards = ['Ward 1', 'Ward 2', 'Ward 12 (North)', 'Gandhi Nagar']
const devanagari = (digits: string): string => digits.replace(/\d/g, (d) => String.fromCharCode(0x966 + Number(d)))

const quoteCell = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
const csvLine = (cells: readonly string[]): string => `${cells.map(quoteCell).join(',')}\r\n`

/** Ways an Indian mobile number is written; all are one number. */
function notations(ten: string): readonly string[] {
  const halves = `${ten.slice(0, 5)} ${ten.slice(5)}`
  return [ten, `0${ten}`, `+91${ten}`, `+91 ${halves}`, `91-${halves.replace(' ', '-')}`, `0091${ten}`, devanagari(ten)]
}

/** What is wrong with one row in so many, and the column the importer must name. */
const customerFaults: readonly (readonly [string, (cells: string[]) => string[]])[] = [
  ['name', (c) => c.with(1, '')],
  ['name', (c) => c.with(1, 'A'.repeat(300))],
  ['email', (c) => c.with(2, 'x@@example.com')],
  ['email', (c) => c.with(2, 'good@example.com; bad')],
  ['phone', (c) => c.with(3, 'call me')],
  ['phone', (c) => c.with(3, '+999999999999999999')],
  ['locale', (c) => c.with(6, 'klingon')],
  ['channel', (c) => c.with(7, 'pigeon')],
  ['account_no', (c) => c.with(0, '')],
  ['', (c) => c.slice(0, 3)],
  ['', (c) => [...c, 'one more']],
]
/** What is odd in a row but means something. */
const customerOddities: readonly ((cells: string[]) => string[])[] = [
  (c) => c.with(1, '=HYPERLINK("http://evil.test","click")'),
  (c) => c.with(1, '<img src=x onerror=alert(1)>'),
  (c) => c.with(4, 'Flat 2\n"The Nest",\r\nBehind, the mill'),
  (c) => c.with(2, ` ${(c[2] ?? '').toUpperCase()} `),
  (c) => c.with(2, `${c[2]};second.${c[2]}`),
  (c) => c.with(6, 'hi-IN').with(7, 'SMS'),
  (c) => c.with(2, '').with(3, ''),
]

export interface MessyFile {
  /** Rows the importer must take. */
  readonly good: number
  /** The column it must name, by the number of the row, the header being row 1. */
  readonly bad: ReadonlyMap<number, string>
}

export interface MessyOptions {
  readonly rows: number
  readonly seed?: number
  /** Of the rows, how many are bad and how many odd: 0 to 1 each. */
  readonly badShare?: number
  readonly oddShare?: number
}

export const accountOf = (index: number): string => `C-${1_000_000 + index}`

/** One customer as a whole, well-formed row, in one of the notations offices use. */
function customerCells(index: number, chance: () => number): string[] {
  const pick = (items: readonly string[]): string => items[Math.floor(chance() * items.length)] ?? ''
  const ten = `9${String(700_000_000 + index).padStart(9, '0')}`
  return [
    accountOf(index),
    `${pick(firstNames)} ${pick(lastNames)}`,
    `user${index}@example.com`,
    pick(notations(ten)),
    `${1 + Math.floor(chance() * 400)} ${pick(streets)}, ${pick(wards)}`,
    pick(wards),
    pick(['en', 'hi', 'fa', '']),
    pick(['email', 'sms', 'whatsapp', '']),
  ]
}

/** Writes a customers file and says what must become of it. Every 97th row is followed by a blank one. */
export function writeMessyCustomers(file: string, options: MessyOptions): MessyFile {
  const chance = seeded(options.seed ?? 7)
  const { badShare = 0.02, oddShare = 0.05 } = options
  const pick = <Item>(items: readonly Item[]): Item | undefined => items[Math.floor(chance() * items.length)]
  const bad = new Map<number, string>()
  const lines = ['\uFEFFaccount_no,name,email,phone,address,ward,locale,channel\r\n']
  const descriptor = openSync(file, 'w')
  let row = 1
  let good = 0
  for (let index = 0; index < options.rows; index += 1) {
    row += 1
    const cells = customerCells(index, chance)
    const roll = chance()
    const fault = roll < badShare ? pick(customerFaults) : undefined
    const odd = roll >= badShare && roll < badShare + oddShare ? pick(customerOddities) : undefined
    if (fault === undefined) good += 1
    else bad.set(row, fault[0])
    lines.push(csvLine(fault?.[1](cells) ?? odd?.(cells) ?? cells))
    if (index % 97 === 96) {
      row += 1
      lines.push(index % 2 === 0 ? '\r\n' : ',,,,,,,\r\n')
    }
    if (lines.length >= 2_000) writeSync(descriptor, lines.splice(0).join(''))
  }
  writeSync(descriptor, lines.join(''))
  closeSync(descriptor)
  return { good, bad }
}

/** Writes bills for the customers of `writeMessyCustomers`, `perCustomer` each, all well-formed. */
export function writeBills(file: string, customers: number, perCustomer: number): void {
  const lines = ['bill_no,account_no,period,issued_on,due_on,amount\n']
  const descriptor = openSync(file, 'w')
  for (let index = 0; index < customers * perCustomer; index += 1) {
    const month = String((index % perCustomer) + 1).padStart(2, '0')
    const account = accountOf(Math.floor(index / perCustomer))
    lines.push(`B-${index},${account},2026-${month},2026-${month}-01,2026-${month}-21,${100 + (index % 900)}.50\n`)
    if (lines.length >= 2_000) writeSync(descriptor, lines.splice(0).join(''))
  }
  writeSync(descriptor, lines.join(''))
  closeSync(descriptor)
}
