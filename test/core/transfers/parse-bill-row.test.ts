import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decimalText } from '../../../src/core/kernel/money.ts'
import type { BillColumn, Cells } from '../../../src/core/transfers/columns.ts'
import { parseBillRow } from '../../../src/core/transfers/parse-bill-row.ts'

const plain: Cells<BillColumn> = {
  bill_no: 'B-1',
  account_no: 'C-1',
  period: '2026-10',
  issued_on: '2026-10-01',
  due_on: '2026-10-21',
  amount: '589.99',
}

const read = (cells: Partial<Cells<BillColumn>>, currency = 'INR') => parseBillRow({ ...plain, ...cells }, currency)

describe('a row of a bills file', () => {
  it('becomes a bill of an account', () => {
    expect(read({})).toEqual({
      ok: true,
      value: {
        billNo: 'B-1',
        accountNo: 'C-1',
        period: '2026-10',
        issuedOn: '2026-10-01',
        dueOn: '2026-10-21',
        amountMinor: 58_999,
        lines: [],
      },
    })
  })

  it('may be written in local digits, with grouping, or with midnight behind its dates', () => {
    const cells = { issued_on: '۲۰۲۶-۱۰-۰۱', due_on: '2026-10-21T00:00:00Z', amount: '۱٬۲۵۰٫۵۰' }
    expect(read(cells)).toMatchObject({ value: { issuedOn: '2026-10-01', dueOn: '2026-10-21', amountMinor: 125_050 } })
  })

  it('gives back every amount an export writes, in every currency’s decimals', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.constantFrom('INR', 'IRR', 'JPY', 'KWD'), (amountMinor, currency) => {
        expect(read({ amount: decimalText(amountMinor, currency) }, currency)).toMatchObject({ value: { amountMinor } })
      }),
    )
  })

  it.each([
    ['bill_no', '', 'blank'],
    ['account_no', ' ', 'blank'],
    ['period', '', 'blank'],
    ['due_on', '', 'blank'],
    ['due_on', '31/12/2026', 'YYYY-MM-DD'],
    ['due_on', '2026-02-30', 'no such day'],
    ['due_on', '2026-13-01', 'no such day'],
    ['issued_on', '1405-07-09', 'Persian date'],
    ['due_on', '2026-09-30', 'before the day it was issued, 2026-10-01'],
    ['amount', '', 'blank'],
    ['amount', 'abc', 'not an amount'],
    ['amount', '-5.00', 'below zero'],
    ['amount', '12.345', 'more than 2 decimals (INR)'],
    ['amount', '1e5', 'not an amount'],
    ['amount', '99999999999999999999.00', 'too large'],
  ] as const)('is refused for %s "%s"', (column, value, reason) => {
    const found = read({ [column]: value })
    expect(found).toMatchObject({ ok: false, failure: { column, reason: expect.stringContaining(reason) } })
  })

  it('always ends in a bill or a fault of a known column, whatever the cells', () => {
    const cell = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.string({ unit: fc.constantFrom(...'0129-.,۱٫T:') }),
    )
    const cells = fc.record({
      bill_no: cell,
      account_no: cell,
      period: cell,
      issued_on: cell,
      due_on: cell,
      amount: cell,
    })
    fc.assert(
      fc.property(cells, (row) => {
        const found = parseBillRow(row, 'INR')
        if (found.ok) expect(Number.isSafeInteger(found.value.amountMinor)).toBe(true)
        else expect(Object.keys(row)).toContain(found.failure.column)
      }),
    )
  })
})
