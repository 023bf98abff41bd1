import { parse } from 'csv-parse/sync'
import { stringify } from 'csv-stringify/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { scanRecord } from '../../../src/core/transfers/scan-record.ts'

/** All records of a text, up to the first that cannot be told apart. */
function scanAll(text: string): string[][] {
  const records: string[][] = []
  for (let start = 0; start < text.length; ) {
    const scan = scanRecord(text, start, true)
    if (scan.kind === 'more') throw new Error('more was asked for at the end')
    if (scan.kind === 'record') records.push(scan.cells)
    expect(scan.next).toBeGreaterThan(start)
    start = scan.next
  }
  return records
}

const cell = fc.string({ unit: fc.constantFrom('a', 'é', 'س', '"', ',', '\n', '\r', ' ', '\t', ';', '=') })
const record = fc.array(cell, { minLength: 2, maxLength: 5 })

describe('scanning a record', () => {
  it('reads back what csv-stringify quoted, cell by cell', () => {
    fc.assert(
      fc.property(
        fc.array(record, { minLength: 1, maxLength: 5 }),
        fc.constantFrom('\n', '\r\n'),
        (records, ending) => {
          const text = stringify(records, { quoted: true, quoted_empty: true, record_delimiter: ending })
          expect(scanAll(text)).toEqual(records)
        },
      ),
    )
  })

  it('agrees with csv-parse on text without stray quotes', () => {
    const plain = fc.string({ unit: fc.constantFrom('a', 'é', ';', '.') })
    const line = fc.array(
      fc.oneof(
        plain,
        cell.map((text) => `"${text.replaceAll('"', '""')}"`),
      ),
      { minLength: 1 },
    )
    fc.assert(
      fc.property(fc.array(line, { minLength: 1 }), fc.constantFrom('\n', '\r\n', '\r'), (lines, ending) => {
        const text = lines.map((cells) => cells.join(',')).join(ending) + ending
        const other: string[][] = parse(text, { relax_column_count: true, record_delimiter: ending })
        expect(scanAll(text)).toEqual(other)
      }),
    )
  })

  it('never takes part of a record for the whole, wherever the text is cut', () => {
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 4 }), fc.nat(), (records, at) => {
        const text = stringify(records, { quoted: true, record_delimiter: '\r\n' })
        const piece = text.slice(0, at % text.length)
        const scan = scanRecord(piece, 0, false)
        if (scan.kind === 'record') expect(scan).toEqual(scanRecord(text, 0, true))
        else expect(scan.kind).toBe('more')
      }),
    )
  })

  it('ends on any text at all', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', ' ', 'x'), maxLength: 200 }), (text) => {
        scanAll(text)
      }),
    )
  })

  it.each([
    ['a quote inside a cell is text', '5" pipe,b\n', [['5" pipe', 'b']]],
    ['a nickname in quotes is text', '"Bob" Smith,b\n', [['"Bob" Smith', 'b']]],
    ['space around quotes is nothing', ' "a, b" ,c\n', [['a, b', 'c']]],
    ['doubled quotes are one', '"say ""hi""",b', [['say "hi"', 'b']]],
    [
      'line endings may be mixed',
      'a,b\r\nc,d\ne,f\rg,h',
      [
        ['a', 'b'],
        ['c', 'd'],
        ['e', 'f'],
        ['g', 'h'],
      ],
    ],
  ])('%s', (_, text, records) => {
    expect(scanAll(text)).toEqual(records)
  })

  it('a quote that nobody closed costs its own line and never runs rows together', () => {
    const text = '1,"Asha,x\n2,"Lake Lane, Ward 1",y\n3,Ravi,z\n'
    expect(scanRecord(text, 0, true)).toEqual({ kind: 'misplaced', next: 10 })
    expect(scanAll(text)).toEqual([
      ['2', 'Lake Lane, Ward 1', 'y'],
      ['3', 'Ravi', 'z'],
    ])
    expect(scanRecord('1,"open\n2,b\n', 0, true)).toEqual({ kind: 'unclosed', next: 8 })
  })
})
