/** One row of a customers file: cells in, a customer or the first fault out. */
import type { CountryCode } from 'libphonenumber-js/max'
import { type Channel, channels, type Locale, locales } from '../../contract/values.ts'
import { normaliseEmail, normalisePhone } from '../customers/contacts.ts'
import type { CustomerRecord } from '../customers/read-fields.ts'
import { done, type Outcome } from '../kernel/outcome.ts'
import { cleanLine, westernDigits } from '../kernel/text.ts'
import { restore } from './cells.ts'
import type { Cells, CustomerColumn } from './columns.ts'
import { fault, type RowFault, readLine, readNumber } from './row-fault.ts'

/** As many of a kind as the desk may enter, too. */
const mostContacts = 10

/** Several contacts may share a cell; neither phones nor mail addresses hold these characters. */
export function splitContacts(cell: string): string[] {
  return restore(cell)
    .split(/[;|,،؛\r\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

function readContacts(
  column: 'email' | 'phone',
  cell: string,
  normalise: (typed: string) => string | null,
  why: (typed: string) => string,
): Outcome<readonly string[], RowFault> {
  const values: string[] = []
  for (const typed of splitContacts(cell)) {
    const value = normalise(typed)
    if (value === null) return fault(column, typed, why(typed))
    if (!values.includes(value)) values.push(value)
  }
  return values.length > mostContacts ? fault(column, cell, `more than ${mostContacts} in one cell`) : done(values)
}

function whyNoPhone(typed: string, region: CountryCode | ''): string {
  if (/^\d([.,]\d+)?E\+?\d+$/i.test(typed))
    return 'a spreadsheet has shortened this number: format its column as text and save again'
  if (!/\d/.test(westernDigits(typed))) return 'not a phone number'
  return region === ''
    ? 'not a valid phone number with its country code'
    : `not a valid phone number, neither in ${region} nor with a country code`
}

/** `en`, `EN`, `fa-IR`, `hi_IN`. */
function readLocale(cell: string): Outcome<Locale | null, RowFault> {
  const text = cleanLine(restore(cell)).toLowerCase()
  if (text === '') return done(null)
  const language = /^([a-z]{2})(?:[-_][a-z0-9]{2,8})*$/.exec(text)?.[1]
  const locale = locales.find((known) => known === language)
  return locale === undefined ? fault('locale', cell, `not one of ${locales.join(', ')}`) : done(locale)
}

function readChannel(cell: string): Outcome<Channel | null, RowFault> {
  const text = cleanLine(restore(cell)).toLowerCase()
  if (text === '') return done(null)
  const channel = channels.find((known) => known === text)
  return channel === undefined ? fault('channel', cell, `not one of ${channels.join(', ')}`) : done(channel)
}

/** `region` is the office's, for phones without a country code. A name may be any visible text, markup and formulas too. */
export function parseCustomerRow(
  cells: Cells<CustomerColumn>,
  region: CountryCode | '',
): Outcome<CustomerRecord, RowFault> {
  const accountNo = readNumber('account_no', cells.account_no)
  if (!accountNo.ok) return accountNo
  const name = readLine('name', cells.name, { max: 200, required: true })
  if (!name.ok) return name
  const emails = readContacts('email', cells.email, normaliseEmail, () => 'not a mail address')
  if (!emails.ok) return emails
  const phones = readContacts(
    'phone',
    cells.phone,
    (typed) => normalisePhone(typed, region),
    (typed) => whyNoPhone(typed, region),
  )
  if (!phones.ok) return phones
  const address = readLine('address', cells.address, { max: 400, required: false })
  if (!address.ok) return address
  const ward = readLine('ward', cells.ward, { max: 120, required: false })
  if (!ward.ok) return ward
  const locale = readLocale(cells.locale)
  if (!locale.ok) return locale
  const channel = readChannel(cells.channel)
  if (!channel.ok) return channel
  return done({
    accountNo: accountNo.value,
    name: name.value,
    address: address.value,
    ward: ward.value,
    locale: locale.value,
    preferredChannel: channel.value,
    emails: emails.value,
    phones: phones.value,
  })
}
