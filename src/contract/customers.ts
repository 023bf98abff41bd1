/** The register of customers, for staff: find by anything, look, add, change. */
import { z } from 'zod'
import { staffOnly } from './procedure.ts'
import { amountMinor, atMs, channel, contact, id, line, locale, optionalLine } from './values.ts'

/** One hit of the search box. `matched` says where the words were found. */
export const customerHit = z.object({
  customerId: id,
  accountNo: z.string(),
  name: z.string(),
  address: z.string(),
  ward: z.string(),
  contacts: z.array(contact),
  matched: z.enum(['account', 'contact', 'name', 'address']),
})
export type CustomerHit = z.infer<typeof customerHit>

export const customerDetail = z.object({
  customerId: id,
  accountNo: z.string(),
  name: z.string(),
  address: z.string(),
  ward: z.string(),
  locale: locale.nullable(),
  preferredChannel: channel.nullable(),
  contacts: z.array(contact),
  balanceMinor: amountMinor,
  openBills: z.int().nonnegative(),
  /** The customer has an authenticator app. */
  authenticator: z.boolean(),
  /** Whether codes go out to this customer, and who switched that last, and when; null where nobody ever did. */
  codes: z.object({ on: z.boolean(), changed: z.object({ atMs, by: z.string() }).nullable() }),
  updatedAtMs: z.int(),
})
export type CustomerDetail = z.infer<typeof customerDetail>

const customerFields = z.object({
  accountNo: line(40),
  name: line(200),
  address: optionalLine(400),
  ward: optionalLine(120),
  locale: locale.nullable(),
  preferredChannel: channel.nullable(),
  /** As typed; phones in any notation of the office's region. At most 10 of each. */
  emails: z.array(line(254)).max(10),
  phones: z.array(line(40)).max(10),
})
export type CustomerFields = z.infer<typeof customerFields>

export const customerRefusal = z.object({
  outcome: z.literal('refused'),
  reason: z.enum([
    'account_taken',
    'bad_email',
    'bad_phone',
    'not_found',
    'changed_meanwhile',
    /** A contact proven by a code goes only with a code or a second person, inside a visit. */
    'proven_contact',
    /** Beside a proven contact a further one comes only with a code, inside a visit. */
    'needs_proof',
  ]),
  /** The value that was refused, where one was. */
  value: z.string().optional(),
})
export type CustomerRefusal = z.infer<typeof customerRefusal>

const saved = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('done'), customer: customerDetail }),
  customerRefusal,
])

export const customers = {
  /** Finds by name, address, account number, mail or phone, any part of it, from two characters; best first. */
  search: staffOnly
    .input(z.object({ query: z.string().max(200), limit: z.int().min(1).max(50).default(20) }))
    .output(z.object({ hits: z.array(customerHit), more: z.boolean() })),
  get: staffOnly.input(z.object({ customerId: id })).output(customerDetail.nullable()),
  add: staffOnly.input(customerFields).output(saved),
  /** `updatedAtMs` as last read: a change made meanwhile by someone else is not overwritten. */
  change: staffOnly.input(customerFields.extend({ customerId: id, updatedAtMs: z.int() })).output(saved),
}
