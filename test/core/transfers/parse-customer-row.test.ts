import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Cells, CustomerColumn } from '../../../src/core/transfers/columns.ts'
import { parseCustomerRow } from '../../../src/core/transfers/parse-customer-row.ts'

const plain: Cells<CustomerColumn> = {
  account_no: 'C-1',
  name: 'Asha Rao',
  email: 'asha@example.com',
  phone: '9812345678',
  address: '1 Lake Lane',
  ward: 'Ward 1',
  locale: 'hi',
  channel: 'sms',
}

function record(cells: Partial<Cells<CustomerColumn>>) {
  const read = parseCustomerRow({ ...plain, ...cells }, 'IN')
  if (!read.ok) throw new Error(`${read.failure.column}: ${read.failure.reason}`)
  return read.value
}

function fault(cells: Partial<Cells<CustomerColumn>>) {
  const read = parseCustomerRow({ ...plain, ...cells }, 'IN')
  return read.ok ? null : read.failure
}

describe('a row of a customers file', () => {
  it('becomes a customer', () => {
    expect(record({})).toEqual({
      accountNo: 'C-1',
      name: 'Asha Rao',
      address: '1 Lake Lane',
      ward: 'Ward 1',
      locale: 'hi',
      preferredChannel: 'sms',
      emails: ['asha@example.com'],
      phones: ['+919812345678'],
    })
  })

  it('may leave blank all but account and name', () => {
    const blank = { email: '', phone: ' ', address: '', ward: '', locale: '', channel: '' }
    expect(record(blank)).toMatchObject({ emails: [], phones: [], locale: null, preferredChannel: null, ward: '' })
  })

  it.each([
    '9812345678',
    '09812345678',
    '+91 98123 45678',
    '91-98123-45678',
    '00919812345678',
    '९८१२३४५६७८',
    "'+919812345678",
  ])('knows the phone in %s', (phone) => {
    expect(record({ phone }).phones).toEqual(['+919812345678'])
  })

  it('may hold several contacts in a cell, each once', () => {
    expect(record({ email: 'A@example.com; b@example.com|a@EXAMPLE.com\nc@example.com' }).emails).toEqual([
      'a@example.com',
      'b@example.com',
      'c@example.com',
    ])
    expect(record({ phone: '9812345678; +91 98123 45678 | 9812345679' }).phones).toEqual([
      '+919812345678',
      '+919812345679',
    ])
  })

  it.each([
    ['fa-IR', 'fa'],
    ['EN', 'en'],
    ['hi_IN', 'hi'],
  ])('reads the language of %s', (locale, expected) => {
    expect(record({ locale }).locale).toBe(expected)
  })

  it('reads a channel in any case', () => {
    expect(record({ channel: 'WhatsApp' }).preferredChannel).toBe('whatsapp')
  })

  it('keeps markup and formulas in names as text, and cleans what cannot be seen', () => {
    expect(record({ name: '<img src=x onerror=alert(1)>' }).name).toBe('<img src=x onerror=alert(1)>')
    expect(record({ name: '=HYPERLINK("x")' }).name).toBe('=HYPERLINK("x")')
    expect(record({ name: `'=HYPERLINK("x")` }).name).toBe('=HYPERLINK("x")')
    expect(record({ name: ' Asha \u202E\t Rao\u0007 ' }).name).toBe('Asha Rao')
  })

  it('makes digits of an account number digits', () => {
    expect(record({ account_no: 'C-۱۲۳' }).accountNo).toBe('C-123')
  })

  it.each([
    ['account_no', ' ', 'blank'],
    ['name', '', 'blank'],
    ['name', '\u0000\u0007\u202E', 'no visible character'],
    ['name', 'A'.repeat(201), 'longer than 200'],
    ['email', 'x@@example.com', 'not a mail address'],
    ['email', 'ok@example.com; a@b', 'not a mail address'],
    ['email', Array.from({ length: 11 }, (_, at) => `u${at}@example.com`).join(';'), 'more than 10'],
    ['phone', 'call me', 'not a phone number'],
    ['phone', '12', 'not a valid phone number'],
    ['phone', '+999999999999999999', 'not a valid phone number'],
    ['phone', '9.19812E+11', 'spreadsheet has shortened'],
    ['locale', 'klingon', 'not one of en, fa, hi'],
    ['locale', 'de', 'not one of'],
    ['channel', 'pigeon', 'not one of email, sms, whatsapp'],
  ] as const)('is refused for %s "%s"', (column, value, reason) => {
    const found = fault({ [column]: value })
    expect(found?.column).toBe(column)
    expect(found?.reason).toContain(reason)
  })

  it('names the one contact of several that is wrong', () => {
    expect(fault({ email: 'ok@example.com; bad' })?.value).toBe('bad')
  })

  it('always ends in a customer or a fault of a known column, whatever the cells', () => {
    const cell = fc.string({ unit: 'binary', maxLength: 300 })
    const cells = fc.record({
      account_no: cell,
      name: cell,
      email: cell,
      phone: fc.oneof(cell, fc.string({ unit: fc.constantFrom('+', '0', '9', '۱', ' ', '-', '(', ')') })),
      address: cell,
      ward: cell,
      locale: cell,
      channel: cell,
    })
    fc.assert(
      fc.property(cells, fc.constantFrom('IN', 'IR', ''), (row, region) => {
        const read = parseCustomerRow(row, region)
        if (read.ok) {
          for (const phone of read.value.phones) expect(phone).toMatch(/^\+\d{5,17}$/)
          expect(read.value.name).not.toMatch(/\p{Cc}|^\s|\s$/u)
        } else expect(Object.keys(row)).toContain(read.failure.column)
      }),
    )
  })
})
