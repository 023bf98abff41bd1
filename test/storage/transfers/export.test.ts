import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ExportKind } from '../../../src/contract/transfers.ts'
import { bySystem } from '../../../src/core/audit/trail.ts'
import { columnsOf } from '../../../src/core/transfers/columns.ts'
import { openConnection } from '../../../src/storage/database.ts'
import { runExport } from '../../../src/storage/transfers/run-export.ts'
import type { ExportRequest } from '../../../src/storage/transfers/transfer.ts'
import { runTransfer } from '../../../src/storage/transfers/transfer-client.ts'
import { writeBills, writeMessyCustomers } from '../../support/csv-office.ts'
import { type CsvOffice, csvOffice, placeOf, readCsv } from '../../support/csv-transfers.ts'
import { handTime, testOffice } from '../../support/office.ts'

const requestOf = (folder: string, kind: ExportKind): ExportRequest => ({
  direction: 'export',
  kind,
  file: join(folder, `${kind}-out.csv`),
  by: bySystem,
  byteOrderMark: false,
})

async function filled(): Promise<CsvOffice> {
  const test = csvOffice('IN')
  const customers = join(test.folder, 'customers.csv')
  const bills = join(test.folder, 'bills.csv')
  writeMessyCustomers(customers, { rows: 1_200, badShare: 0, oddShare: 0.5 })
  writeBills(bills, 1_200, 2)
  await test.importText('customers', '', { file: customers })
  await test.importText('bills', '', { file: bills })
  return test
}

describe('what goes out', () => {
  it('comes in again without a change, formulas in names and several contacts included', async () => {
    const test = csvOffice('IN')
    const customers = join(test.folder, 'customers.csv')
    const bills = join(test.folder, 'bills.csv')
    writeMessyCustomers(customers, { rows: 1_200, badShare: 0, oddShare: 0.5 })
    writeBills(bills, 1_200, 2)
    await test.importText('customers', readFileSync(customers))
    await test.importText('bills', readFileSync(bills))
    test.register.customers.add(
      {
        accountNo: "'=DESK",
        name: '@desk',
        address: '',
        ward: '-',
        locale: null,
        preferredChannel: null,
        emails: ['a@example.com', 'b@example.com'],
        phones: ['9812345678', '9812345679'],
      },
      bySystem,
    )
    const changes = test.count('change_log')
    for (const [kind, rows] of [
      ['customers', 1_201],
      ['bills', 2_400],
    ] as const) {
      const request = requestOf(test.folder, kind)
      const out = await runTransfer(request, placeOf(test.folder), () => {})
      expect(out.progress).toMatchObject({ state: 'done', rows, fraction: 1, rejected: 0 })
      const cells = readCsv(request.file).flatMap((row) => Object.values(row))
      expect(cells.filter((cell) => /^[=+\-@\t\r]/.test(cell) && !/^\+\d+$/.test(cell))).toEqual([])
      const back = await test.importText(kind, readFileSync(request.file))
      expect(back.progress).toMatchObject({ state: 'done', added: 0, changed: 0, unchanged: rows, rejected: 0 })
    }
    expect(test.count('change_log')).toBe(changes)
  })

  it('has the columns its kind promises, and begins with a byte order mark where spreadsheets want one', async () => {
    const test = csvOffice('IN')
    for (const kind of Object.keys(columnsOf) as ExportKind[]) {
      const request = { ...requestOf(test.folder, kind), byteOrderMark: true }
      const end = await runTransfer(request, placeOf(test.folder), () => {})
      expect(end.progress.state).toBe('done')
      const text = readFileSync(request.file, 'utf8')
      expect(text.startsWith(`\uFEFF${columnsOf[kind].join(',')}\n`)).toBe(true)
    }
  })

  it('tells payments with their receipt and bills, feedback, and the audit trail', () => {
    const time = handTime()
    const test = testOffice({ time })
    const { customerId } = test.addCustomer({ accountNo: 'A-1' })
    const billIds = [test.addBill('A-1', 'B-1', 30_000), test.addBill('A-1', 'B-2', 20_050, '2026-11-21')]
    const office = test.app.officeData
    const nowMs = office.clock.now()
    const put = (sql: string, ...values: unknown[]) => office.db.prepare(sql).run(...values)
    put(
      `INSERT INTO payment (id, visit_id, customer_id, terminal_id, idempotency_key, request_hash, method, amount_minor, currency, tendered_minor, change_minor, reference, taken_by, status, paid_at_ms)
       VALUES ('P-1', 'V', ?, 'T', 'key', x'00', 'card', 50050, 'INR', NULL, NULL, '=ref', 'S', 'paid', ?)`,
      customerId,
      nowMs,
    )
    for (const billId of billIds)
      put(`INSERT INTO allocation (payment_id, bill_id, amount_minor) VALUES ('P-1', ?, 100)`, billId)
    put(
      `INSERT INTO receipt (id, payment_id, terminal_id, series, seq, number, created_at_ms) VALUES ('R', 'P-1', 'T', 1, 1, 'T1-1', ?)`,
      nowMs,
    )
    put(
      `INSERT INTO feedback (id, ticket_no, visit_id, customer_id, rating, category, words, status, answer, created_at_ms, updated_at_ms)
       VALUES ('F', 'T1-F1', 'V', ?, 2, 'bill', ?, 'open', '', ?, ?)`,
      customerId,
      '-- two lines\n"quoted", and ورق',
      nowMs,
      nowMs,
    )
    const parts = { ...office, monotonicMs: () => 0, pause: async () => {}, cancelled: () => false, say() {} }
    const reader = openConnection(join(test.folder, 'counterfoil.db'), { readonly: true })
    const out = (kind: ExportKind): Record<string, string>[] => {
      const request = requestOf(test.folder, kind)
      expect(runExport(request, parts, reader).progress.state).toBe('done')
      return readCsv(request.file)
    }
    expect(out('payments')).toEqual([
      {
        payment_no: 'P-1',
        receipt_no: 'T1-1',
        account_no: 'A-1',
        bill_nos: 'B-1;B-2',
        amount: '500.50',
        currency: 'INR',
        method: 'card',
        reference: "'=ref",
        status: 'paid',
        paid_at: '2026-10-21T09:00:00.000Z',
      },
    ])
    expect(out('feedback')).toMatchObject([
      { ticket_no: 'T1-F1', account_no: 'A-1', rating: '2', words: `'-- two lines\n"quoted", and ورق` },
    ])
    const audit = out('audit')
    expect(audit.at(-1)).toMatchObject({ action: 'feedback.exported', outcome: 'done', actor: 'system' })
    expect(audit.at(-1)?.hash).toMatch(/^[0-9a-f]{64}$/)
    reader.close()
  })
})

describe('a half file', () => {
  it('never stands under the name of a whole one: a cancelled export leaves what was there', async () => {
    const test = await filled()
    const request = requestOf(test.folder, 'bills')
    writeFileSync(request.file, 'yesterday')
    const end = await runTransfer(request, placeOf(test.folder), () => {}, AbortSignal.abort())
    expect(end.progress.state).toBe('cancelled')
    expect(readFileSync(request.file, 'utf8')).toBe('yesterday')
    expect(readdirSync(test.folder).filter((name) => name.includes('partial'))).toEqual([])
  })

  it('is not left behind where it cannot be written', async () => {
    const test = csvOffice('IN')
    const request = { ...requestOf(test.folder, 'bills'), file: join(test.folder, 'no', 'such', 'folder.csv') }
    const end = await runTransfer(request, placeOf(test.folder), () => {})
    expect(end.progress.failure).toMatch(/^The folder of .*folder\.csv does not exist\.$/)
    expect(existsSync(request.file)).toBe(false)
  })

  it('may be read by its owner only', async () => {
    const test = csvOffice('IN')
    const request = requestOf(test.folder, 'customers')
    await runTransfer(request, placeOf(test.folder), () => {})
    expect(statSync(request.file).mode & 0o077).toBe(0)
  })
})
