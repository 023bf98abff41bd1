import { describe, expect, it } from 'vitest'
import { normaliseEmail, normalisePhone } from '../../../src/core/customers/contacts.ts'
import { testOffice } from '../../support/office.ts'

function searchOffice() {
  const office = testOffice()
  const add = (accountNo: string, name: string, address: string, phones: string[], emails: string[] = []) =>
    office.addCustomer({ accountNo, name, address, ward: 'Ward 7', phones, emails })
  add('IN-100001', 'Vivaan Khan', '216 Market Road, Lake View', ['+918485646429'], ['vivaan@example.net'])
  add('IN-100002', 'Khalid Rao', '9 Canal Street', ['+919551567030'])
  add('IN-100003', 'Ali Karimi', '12 Khan Market', ['+916290374516'])
  add('IN-100004', 'كريم يزدي', 'خیابان ولیعصر ۲۲۰', [])
  add('IN-100005', 'José Über-Straße', '5 “Quote" OR * AND (', [])
  const names = (query: string): string[] => office.app.search.search(query, 20, 'IN').hits.map((hit) => hit.name)
  return { office, names }
}

describe('the search box', () => {
  it.each([
    ['an account number, any case', 'in-100002', 'Khalid Rao'],
    ['the end of an account number', '00003', 'Ali Karimi'],
    ['a phone as dialled here', '08485646429', 'Vivaan Khan'],
    ['a phone with country code', '+91 95515 67030', 'Khalid Rao'],
    ['a phone with 00', '0091 9551', 'Khalid Rao'],
    ['a phone in Devanagari digits', '९५५१५', 'Khalid Rao'],
    ['the last digits of a phone', '374516', 'Ali Karimi'],
    ['a mail address', 'vivaan@ex', 'Vivaan Khan'],
    ['the middle of a name', 'hali', 'Khalid Rao'],
    ['two letters in the middle of a name', 'va', 'Vivaan Khan'],
    ['two letters of an address', 'ca', 'Khalid Rao'],
    ['words from name and address together', 'ali market', 'Ali Karimi'],
    ['a name without its accents', 'jose uber', 'José Über-Straße'],
    ['Arabic letters for a name kept in Persian ones', 'کریم یزدی', 'كريم يزدي'],
    ['local digits in an address', 'ولیعصر 220', 'كريم يزدي'],
    ['a short word beside a long one', 'khan li', 'Ali Karimi'],
  ])('finds by %s', (_, query, name) => {
    expect(searchOffice().names(query)).toContain(name)
  })

  it('puts a name that begins so before one that only holds it, and names before addresses', () => {
    const { names } = searchOffice()
    expect(names('ali')[0]).toBe('Ali Karimi')
    expect(names('khan')[0]).toBe('Vivaan Khan')
    expect(names('khan')).toContain('Ali Karimi')
  })

  it.each([
    '',
    ' ',
    'k',
    '"',
    '""',
    '*',
    'OR',
    'NEAR(',
    '" OR "',
    "'; DROP TABLE customer; --",
    '\u0000\u0001',
    '-',
    '((',
    'a'.repeat(200),
    '𝒳𝒴',
    '%_',
  ])('is not upset by %j', (query) => {
    expect(() => searchOffice().names(query)).not.toThrow()
  })

  it('follows a change of name and forgets the old one', () => {
    const { office, names } = searchOffice()
    office.addCustomer({
      accountNo: 'IN-100002',
      name: 'Omar Haddad',
      address: '9 Canal Street',
      phones: ['+919551567030'],
      emails: [],
    })
    expect(names('haddad')).toEqual(['Omar Haddad'])
    expect(names('khalid')).toEqual([])
  })
})

describe('contacts in one form', () => {
  it('reads every notation of a phone as one contact', () => {
    const notations = [
      '09123456789',
      '+98 912 345 6789',
      '00989123456789',
      '98-912-345-6789',
      '۰۹۱۲۳۴۵۶۷۸۹',
      '٠٩١٢٣٤٥٦٧٨٩',
      '(0912) 345 67 89',
      '9123456789',
    ]
    expect(notations.map((typed) => normalisePhone(typed, 'IR'))).toEqual(notations.map(() => '+989123456789'))
  })

  it.each(['', '12', 'abc', '+', '00', '091234', '+98912345678901234', '0912345678x', '<b>', '٠'])(
    'refuses %j as a phone',
    (typed) => {
      expect(normalisePhone(typed, 'IR')).toBeNull()
    },
  )

  it.each([
    ['Sara.K@Example.NET', 'sara.k@example.net'],
    ['  a@b.co ', 'a@b.co'],
    ['user@bücher.example', 'user@xn--bcher-kva.example'],
  ])('brings %j to its one form', (typed, value) => {
    expect(normaliseEmail(typed)).toBe(value)
  })

  it.each([
    '',
    'a',
    'a@',
    '@b.co',
    'a@b',
    'a b@c.de',
    'a@b..c',
    '.a@b.co',
    'a..b@c.de',
    'a@-b.co',
    'a@b.co\nBcc: x@y.z',
    `${'a'.repeat(65)}@b.co`,
  ])('refuses %j as a mail address', (typed) => {
    expect(normaliseEmail(typed)).toBeNull()
  })
})
