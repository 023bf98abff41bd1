import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bySystem, verifyTrail } from '../../../src/core/audit/trail.ts'
import type { TransferProgress } from '../../../src/storage/transfers/transfer.ts'
import { runTransfer } from '../../../src/storage/transfers/transfer-client.ts'
import { accountOf, writeBills, writeMessyCustomers } from '../../support/csv-office.ts'
import {
  billsHeader,
  type CsvOffice,
  csvOffice,
  customerLine,
  customersHeader,
  placeOf,
  readCsv,
  workerUrl,
} from '../../support/csv-transfers.ts'
import { temporaryFolder } from '../../support/office.ts'

const lastAudit = (test: CsvOffice) =>
  test.office.db
    .prepare<[], { action: string; outcome: string; detail: string }>(
      'SELECT action, outcome, detail FROM audit ORDER BY seq DESC LIMIT 1',
    )
    .get()

const customers = (...lines: string[]): string => `${[customersHeader, ...lines].join('\n')}\n`
const bills = (...lines: string[]): string => `${[billsHeader, ...lines].join('\n')}\n`

describe('importing a messy office in a worker', () => {
  it('takes every good row, names every bad one with its column, and changes nothing the second time', async () => {
    const test = csvOffice()
    const file = join(test.folder, 'customers.csv')
    const expected = writeMessyCustomers(file, { rows: 3_000, badShare: 0.1, oddShare: 0.2 })
    const request = {
      direction: 'import',
      kind: 'customers',
      file,
      by: bySystem,
      region: '',
      rejectsFolder: null,
    } as const
    const first = await runTransfer(request, placeOf(test.folder), () => {})

    const { rejected } = first.progress
    expect(first.progress).toMatchObject({ state: 'done', rows: 3_000, added: expected.good, fraction: 1 })
    expect(first.note).toMatch(/^Phone numbers read as India \(IN\): .*; set --region to change\.$/)
    expect(first.rejectsFile).toBe(join(test.folder, 'customers.rejects.csv'))
    const rejects = readCsv(first.rejectsFile)
    expect(new Map(rejects.map((reject) => [Number(reject.row), reject.column]))).toEqual(expected.bad)
    for (const reject of rejects) expect(reject.reason).not.toBe('')
    expect(test.count('customer')).toBe(expected.good)
    expect(lastAudit(test)).toEqual({
      action: 'customers.imported',
      outcome: 'done',
      detail: JSON.stringify({ rows: 3_000, added: expected.good, changed: 0, unchanged: 0, rejected }),
    })

    const changes = test.count('change_log')
    const again = await runTransfer(request, placeOf(test.folder), () => {})
    expect(again.progress).toMatchObject({ state: 'done', added: 0, changed: 0, unchanged: expected.good, rejected })
    expect(again.note).toBeNull()
    expect(test.count('change_log')).toBe(changes)

    const billFile = join(test.folder, 'bills.csv')
    writeBills(billFile, 3_000, 2)
    const billed = await runTransfer({ ...request, kind: 'bills', file: billFile }, placeOf(test.folder), () => {})
    expect(billed.progress).toMatchObject({
      state: 'done',
      added: expected.good * 2,
      rejected: 6_000 - expected.good * 2,
    })
    expect(readCsv(billed.rejectsFile)[0]?.reason).toBe('there is no customer with this account')
    expect(verifyTrail(test.office.db, test.office.keys.code).outcome).toBe('intact')
  })

  it('stops when cancelled, keeps what was committed, and goes on from there', async () => {
    const test = csvOffice('IN')
    const file = join(test.folder, 'customers.csv')
    const { good } = writeMessyCustomers(file, { rows: 12_000 })
    const request = {
      direction: 'import',
      kind: 'customers',
      file,
      by: bySystem,
      region: '',
      rejectsFolder: null,
    } as const
    const stop = new AbortController()
    const said: TransferProgress[] = []
    const end = await runTransfer(
      request,
      placeOf(test.folder),
      (progress) => {
        said.push(progress)
        stop.abort()
      },
      stop.signal,
    )
    expect(end.progress.state).toBe('cancelled')
    expect(end.progress.rows % 500).toBe(0)
    expect(end.progress.rows).toBeGreaterThan(0)
    expect(end.progress.rows).toBeLessThan(12_000)
    expect(test.count('customer')).toBe(end.progress.added)
    expect(lastAudit(test)?.outcome).toBe('cancelled')
    expect(said.at(-1)).toEqual(end.progress)
    const rest = await runTransfer(request, placeOf(test.folder), () => {})
    expect(rest.progress).toMatchObject({
      state: 'done',
      added: good - end.progress.added,
      unchanged: end.progress.added,
    })
  })

  it('does nothing when cancelled before it began', async () => {
    const test = csvOffice('IN')
    const file = join(test.folder, 'customers.csv')
    writeFileSync(file, customers(customerLine('C-1')))
    const request = {
      direction: 'import',
      kind: 'customers',
      file,
      by: bySystem,
      region: '',
      rejectsFolder: null,
    } as const
    const end = await runTransfer(request, placeOf(test.folder), () => {}, AbortSignal.abort())
    expect(end.progress).toMatchObject({ state: 'cancelled', rows: 0 })
    expect(test.count('customer')).toBe(0)
  })

  it('says what is wrong where the office cannot be opened or the worker dies', async () => {
    const folder = temporaryFolder()
    const notAFolder = join(folder, 'file')
    writeFileSync(notAFolder, '')
    const request = {
      direction: 'import',
      kind: 'bills',
      file: 'x',
      by: bySystem,
      region: '',
      rejectsFolder: null,
    } as const
    const closed = await runTransfer(request, placeOf(notAFolder), () => {})
    expect(closed.progress).toMatchObject({ state: 'failed', failure: expect.stringContaining('not a folder') })
    const place = { ...placeOf(folder), workerUrl: new URL('./no-such-worker.ts', workerUrl) }
    const dead = await runTransfer(request, place, () => {})
    expect(dead.progress.failure).toMatch(/^It stopped unexpectedly \(.*\); what was done so far stays\.$/)
  })
})

describe('rows of one file', () => {
  it('with the same account: the same is unchanged, another is rejected with the first one’s row', async () => {
    const test = csvOffice('IN')
    const end = await test.importText(
      'customers',
      customers(customerLine('C-1'), customerLine('C-1').replace('+91', '0'), customerLine('c-1', 'Someone Else')),
    )
    expect(end.progress).toMatchObject({ added: 1, unchanged: 1, rejected: 1 })
    expect(readCsv(end.rejectsFile)).toEqual([
      { row: '4', column: 'account_no', value: 'c-1', reason: 'already in row 2, where it says something else' },
    ])
  })

  it('are taken though an earlier row of the account was rejected', async () => {
    const test = csvOffice('IN')
    const end = await test.importText('customers', customers(customerLine('C-1', ''), customerLine('C-1')))
    expect(end.progress).toMatchObject({ added: 1, rejected: 1 })
  })

  it('change what another file said, and only that', async () => {
    const test = csvOffice('IN')
    await test.importText('customers', customers(customerLine('C-1'), customerLine('C-2')))
    const end = await test.importText('customers', customers(customerLine('C-1'), customerLine('C-2', 'Married Name')))
    expect(end.progress).toMatchObject({ added: 0, changed: 1, unchanged: 1 })
    expect(end.rejectsFile).toBeNull()
    expect(test.register.customerStore.byAccount('C-2')?.name).toBe('Married Name')
  })

  it('are rejected for a bill of nobody, or below what is paid of it', async () => {
    const test = csvOffice('IN')
    await test.importText('customers', customers(customerLine('C-1')))
    await test.importText('bills', bills('B-1,C-1,2026-10,2026-10-01,2026-10-21,500.00'))
    const bill = test.register.billStore.byNumber('B-1')
    test.register.billStore.addPaid(bill?.id ?? '', 30_000, 1)
    const end = await test.importText(
      'bills',
      bills('B-1,C-1,2026-10,2026-10-01,2026-10-21,299.99', 'B-2,NO-SUCH,2026-10,2026-10-01,2026-10-21,1'),
    )
    expect(readCsv(end.rejectsFile)).toEqual([
      { row: '2', column: 'amount', value: '299.99', reason: 'less than what is already paid of this bill' },
      { row: '3', column: 'account_no', value: 'NO-SUCH', reason: 'there is no customer with this account' },
    ])
    const raised = await test.importText('bills', bills('B-1,C-1,2026-10,2026-10-01,2026-10-21,300.00'))
    expect(raised.progress.changed).toBe(1)
  })

  it('have their first 100 rejects in the progress and all of them in the file, formulas neutralised', async () => {
    const test = csvOffice('IN')
    const lines = Array.from({ length: 700 }, (_, index) => `C-${index},Name,=cmd|${index},,,,,`)
    const end = await test.importText('customers', customers(...lines))
    expect(end.progress.rejects).toHaveLength(100)
    expect(end.progress.rejects[0]).toEqual({ row: 2, column: 'email', value: '=cmd', reason: 'not a mail address' })
    expect(readCsv(end.rejectsFile)).toHaveLength(700)
    expect(readFileSync(end.rejectsFile ?? '', 'utf8')).toMatch(
      /^row,column,value,reason\n2,email,'=cmd,not a mail address\n/,
    )
  })
})

describe('the country before set-up', () => {
  it('is learned from the file and kept, so that bills have their currency', async () => {
    const test = csvOffice()
    expect(await test.importText('bills', bills())).toMatchObject({
      progress: { state: 'failed', failure: expect.stringContaining('--region') },
    })
    await test.importText('customers', customers(customerLine('C-1')))
    expect(test.office.settings.get()).toMatchObject({ region: 'IN', currency: 'INR' })
    const end = await test.importText('bills', bills('B-1,C-1,2026-10,2026-10-01,2026-10-21,5.25'))
    expect(end.progress.added).toBe(1)
  })

  it('is not learned from a file that is refused', async () => {
    const test = csvOffice()
    await test.importText('customers', 'account_no,name\nC-1,Asha\n', { region: 'IN' })
    expect(test.office.settings.get().region).toBe('')
  })
})

describe('the rejects file', () => {
  it('of an earlier run goes when nothing is rejected any more', async () => {
    const test = csvOffice('IN')
    const file = join(test.folder, 'again.csv')
    writeFileSync(join(test.folder, 'again.rejects.csv'), 'old')
    writeFileSync(file, customers(customerLine(accountOf(1))))
    await test.importText('customers', '', { file })
    expect(existsSync(join(test.folder, 'again.rejects.csv'))).toBe(false)
  })
})
