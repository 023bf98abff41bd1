/** The fields of the customer form, and what to do when someone else changed the same customer meanwhile. */
import type { CustomerDetail, CustomerFields } from '../../../contract/customers.ts'

const fieldNames = [
  'accountNo',
  'name',
  'address',
  'ward',
  'locale',
  'preferredChannel',
  'phones',
  'emails',
] as const satisfies readonly (keyof CustomerFields)[]
export type FieldName = (typeof fieldNames)[number]

/** An empty form. A new customer has nothing yet but a place for the first phone and mail address. */
const emptyFields: CustomerFields = {
  accountNo: '',
  name: '',
  address: '',
  ward: '',
  locale: null,
  preferredChannel: null,
  phones: [''],
  emails: [''],
}

export function fieldsOf(customer: CustomerDetail): CustomerFields {
  const values = (kind: 'phone' | 'email') =>
    customer.contacts.filter((contact) => contact.kind === kind).map((contact) => contact.value)
  const { accountNo, name, address, ward, locale, preferredChannel } = customer
  return { accountNo, name, address, ward, locale, preferredChannel, phones: values('phone'), emails: values('email') }
}

/** Puts what was typed into the search box where it most likely belongs, so that the clerk does not type it twice. */
export function fieldsFromSearch(typed: string): CustomerFields {
  const text = typed.trim()
  if (text.includes('@')) return { ...emptyFields, emails: [text] }
  if (/^[+\d\s()۰-۹٠-٩०-९-]{7,}$/.test(text)) return { ...emptyFields, phones: [text] }
  return /\d/.test(text) ? { ...emptyFields, accountNo: text } : { ...emptyFields, name: text }
}

/** What goes to the office: contact rows left empty are not contacts. */
export function withoutEmptyRows(fields: CustomerFields): CustomerFields {
  const filled = (rows: readonly string[]) => rows.map((row) => row.trim()).filter((row) => row !== '')
  return { ...fields, phones: filled(fields.phones), emails: filled(fields.emails) }
}

const same = (left: CustomerFields[FieldName], right: CustomerFields[FieldName]) =>
  JSON.stringify(left) === JSON.stringify(right)

/** The fields in which two versions differ. */
export function changedFields(left: CustomerFields, right: CustomerFields): readonly FieldName[] {
  const a = withoutEmptyRows(left)
  const b = withoutEmptyRows(right)
  return fieldNames.filter((name) => !same(a[name], b[name]))
}

/** Keeps what the clerk changed and takes everything else from the newer version. */
export function rebase(mine: CustomerFields, base: CustomerFields, theirs: CustomerFields): CustomerFields {
  const kept = changedFields(mine, base)
  return Object.assign({ ...theirs }, ...kept.map((name) => ({ [name]: mine[name] })))
}
