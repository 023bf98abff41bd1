/** What a clerk typed, brought to the form that is kept. */
import type { CustomerFields, CustomerRefusal } from '../../contract/customers.ts'
import { cleanLine } from '../kernel/text.ts'
import { isRegion } from '../settings/regions.ts'
import { normaliseEmail, normalisePhone } from './contacts.ts'

/** A customer whose contacts are already in their one form. */
export interface CustomerRecord extends Omit<CustomerFields, 'emails' | 'phones'> {
  readonly emails: readonly string[]
  readonly phones: readonly string[]
}

/** Contacts as typed, brought to their one form, or the first that cannot be. */
export function readFields(fields: CustomerFields, region: string): CustomerRecord | CustomerRefusal {
  const emails: string[] = []
  const phones: string[] = []
  for (const typed of fields.emails) {
    const value = normaliseEmail(typed)
    if (value === null) return { outcome: 'refused', reason: 'bad_email', value: typed }
    emails.push(value)
  }
  for (const typed of fields.phones) {
    const value = normalisePhone(typed, isRegion(region) ? region : '')
    if (value === null) return { outcome: 'refused', reason: 'bad_phone', value: typed }
    phones.push(value)
  }
  const clean = { accountNo: cleanLine(fields.accountNo), name: cleanLine(fields.name) }
  return { ...fields, ...clean, address: cleanLine(fields.address), ward: cleanLine(fields.ward), emails, phones }
}

export const isRefusal = (value: CustomerRecord | CustomerRefusal): value is CustomerRefusal => 'outcome' in value
