import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bySystem } from '../../../src/core/audit/trail.ts'
import { checkFile, wholeCharacters } from '../../../src/storage/transfers/check-file.ts'
import { readRecords } from '../../../src/storage/transfers/read-records.ts'
import { runTransfer } from '../../../src/storage/transfers/transfer-client.ts'
import { csvOffice, customerLine, customersHeader, placeOf, readCsv } from '../../support/csv-transfers.ts'
import { temporaryFolder } from '../../support/office.ts'

const good = `${customersHeader}\n${customerLine('C-1')}\n`

async function failureOf(content: string | Buffer): Promise<string> {
  const test = csvOffice('IN')
  const end = await test.importText('customers', content, { shownName: 'people.csv' })
  expect(end.progress.state).toBe('failed')
  expect(end.progress.failure).not.toMatch(/\n|\bat .*\.ts/)
  expect(test.count('customer')).toBe(0)
  return end.progress.failure ?? ''
}

describe('a file is refused whole, in one line,', () => {
  it('where a column is missing, unknown or doubled', async () => {
    expect(await failureOf('account_no,name\nC-1,Asha\n')).toContain('"email", "phone"')
    expect(await failureOf(good.replace('ward', 'wrad'))).toMatch(/"wrad" is not known.*"ward" is missing/)
    expect(await failureOf(good.replace('ward', 'name'))).toContain('"name" is named twice')
    expect(await failureOf(good.replaceAll(',', ';'))).toContain('semicolons')
    expect(await failureOf('bill_no,account_no,period,issued_on,due_on,amount\n')).toContain('import it as bills')
  })

  it('where it is not UTF-8, and says where', async () => {
    const latin = Buffer.from(good.replace('Asha', 'Ren\xe9'), 'latin1')
    expect(await failureOf(latin)).toBe(
      `people.csv is not UTF-8: byte ${latin.indexOf(0xe9) + 1}, in line 2, is not part of any character. Save the file as UTF-8 (in a spreadsheet: "CSV UTF-8").`,
    )
    expect(await failureOf(Buffer.from(`\uFEFF${good}`, 'utf16le'))).toContain('UTF-16')
    expect(await failureOf(Buffer.from(good, 'utf16le'))).toContain('UTF-16')
  })

  it('where it is empty, missing or a folder', async () => {
    expect(await failureOf('')).toBe('people.csv is empty.')
    expect(await failureOf('\n\n  \n')).toBe('people.csv is empty.')
    const test = csvOffice('IN')
    const gone = await test.importText('customers', '', { file: join(test.folder, 'gone.csv') })
    expect(gone.progress.failure).toMatch(/gone\.csv does not exist\.$/)
    const folder = await test.importText('customers', '', { file: test.folder })
    expect(folder.progress.failure).toMatch(/is a folder|is not a file/)
  })

  it('where it is no text at all', async () => {
    expect(await failureOf(Buffer.alloc(5_000, 0))).not.toBe('')
    expect(await failureOf('x'.repeat(3 << 20))).not.toBe('')
  })
})

describe('a file is read', () => {
  it.each([
    ['with a byte order mark and CRLF', `\uFEFF${good.replaceAll('\n', '\r\n')}`],
    ['with CR alone', good.replaceAll('\n', '\r')],
    ['without a last line ending', good.trimEnd()],
    ['with blank rows', good.replace('\n', '\n\n  \n,,,,,,,\n')],
    ['with quoted names of columns', good.replace('account_no', '" Account_No "')],
  ])('%s', async (_, text) => {
    const test = csvOffice('IN')
    const end = await test.importText('customers', text)
    expect(end.progress).toMatchObject({ state: 'done', added: 1, rejected: 0 })
  })

  it('with its columns in another order', async () => {
    const test = csvOffice('IN')
    const reversed = (line: string): string => line.split(',').reverse().join(',')
    await test.importText('customers', good.trimEnd().split('\n').map(reversed).join('\n'))
    expect(test.register.customerStore.byAccount('C-1')).toMatchObject({ name: 'Asha Rao', ward: 'Ward 1' })
  })

  it('row by row: short, long, overlong and broken rows are rejected, the rest is taken', async () => {
    const test = csvOffice('IN')
    const lines = [
      customerLine('C-1'),
      'C-2,Short',
      `${customerLine('C-3')},more`,
      customerLine('C-4', 'x'.repeat(5_000)),
      'C-5,"Stray quote,c5@example.com,,,,,',
      customerLine('C-6').replace('1 Lake Lane', '"Flat 2\n""The Nest"",\r\nBehind, the mill"'),
      customerLine('C-7', '5" pipe'),
      customerLine('C-8'),
    ]
    const end = await test.importText('customers', `${customersHeader}\n${lines.join('\n')}\n`)
    expect(end.progress).toMatchObject({ state: 'done', added: 4, rejected: 4 })
    expect(readCsv(end.rejectsFile).map(({ row, column, reason }) => [row, column, reason])).toEqual([
      ['3', '', '2 cells where the first row has 8'],
      ['4', '', '9 cells where the first row has 8'],
      ['5', 'name', 'longer than 4096 characters'],
      ['6', '', 'a quote (") in this row is out of place: one is missing, or one is too many'],
    ])
    expect(test.register.customerStore.byAccount('C-6')?.address).toBe('Flat 2 "The Nest", Behind, the mill')
  })

  it('to where it is cut off inside a quote: one reject names the row it opened at, everything before stays', async () => {
    const test = csvOffice('IN')
    const end = await test.importText('customers', `${good}C-2,Ravi,,,"12 Long\nRoad, by the`)
    expect(end.progress).toMatchObject({ state: 'failed', rows: 2, added: 1, rejected: 1 })
    expect(end.progress.failure).toBe(
      'Row 3: a quote (") opened in this row is never closed. The rows before it were taken.',
    )
    expect(readCsv(end.rejectsFile)).toEqual([
      {
        row: '3',
        column: '',
        value: 'C-2,Ravi,,,"12 Long Road, by the',
        reason: 'a quote (") opened in this row is never closed',
      },
    ])
    expect(test.count('customer')).toBe(1)
  })

  it('to where it is cut off inside a character', async () => {
    const test = csvOffice('IN')
    const cut = Buffer.concat([Buffer.from(`${good}C-2,سارا,,,`), Buffer.from('س').subarray(0, 1)])
    const end = await test.importText('customers', cut)
    expect(end.progress).toMatchObject({ state: 'failed', added: 1, rejected: 1 })
    expect(end.progress.failure).toContain('Row 3: the file is cut off here')
  })

  it('past a quote that was never closed, where whole rows follow', async () => {
    const test = csvOffice('IN')
    const end = await test.importText('customers', `${good}C-2,"Ravi,,,,,,\n${customerLine('C-3')}\n`)
    expect(end.progress).toMatchObject({ state: 'done', added: 2, rejected: 1 })
    expect(readCsv(end.rejectsFile)[0]).toMatchObject({ row: '3', reason: expect.stringContaining('never closed') })
  })
})

describe('any bytes at all', () => {
  it('end in a refusal or in records, never in a crash', async () => {
    const file = join(temporaryFolder(), 'fuzz.csv')
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      fc
        .string({ unit: fc.constantFrom('"', ',', '\n', '\r', 'س', 'x', '\uFEFF', '\0'), maxLength: 400 })
        .map((text) => Buffer.from(text)),
    )
    await fc.assert(
      fc.asyncProperty(bytes, async (content) => {
        writeFileSync(file, content)
        const checked = await checkFile(file)
        if (!checked.ok) return
        let row = 0
        for await (const page of readRecords(file, checked.value)) {
          if (page.kind === 'records') {
            for (const record of page.records) {
              row += 1
              expect(record.row).toBe(row)
            }
          } else expect(page.row).toBe(row + 1)
        }
      }),
      { numRuns: 300 },
    )
    rmSync(file)
  })

  it('are cut between characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), fc.nat(), (text, at) => {
        const bytes = Buffer.from(text)
        const piece = bytes.subarray(0, 1 + (at % bytes.length))
        const whole = wholeCharacters(piece)
        expect(piece.length - whole).toBeLessThan(4)
        expect(text.startsWith(piece.toString('utf8', 0, whole))).toBe(true)
      }),
    )
  })
})

describe('rows of monstrous length', () => {
  it('are rejected one by one and never gather in memory', async () => {
    const test = csvOffice('IN')
    const file = join(test.folder, 'monstrous.csv')
    const lines = Array.from({ length: 120 }, (_, index) => customerLine(`C-${index}`, 'x'.repeat(1_000_000)))
    writeFileSync(file, `${customersHeader}\n${lines.join('\n')}\n${customerLine('C-LAST')}\n`)
    const request = {
      direction: 'import',
      kind: 'customers',
      file,
      by: bySystem,
      region: '',
      rejectsFolder: null,
    } as const
    const end = await runTransfer(request, placeOf(test.folder), () => {})
    expect(end.progress).toMatchObject({ state: 'done', added: 1, rejected: 120 })
  })
})
