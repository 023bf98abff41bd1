/** The screen that a customer looks at while a clerk works: the same terminal, another window. It shows, and asks for nothing. */
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { anyone } from './procedure.ts'
import { amountMinor, atMs, channel, id, locale, positiveAmountMinor } from './values.ts'

/** No name, contact or account: a display is read by whoever stands behind, too. */
export const customerView = z.discriminatedUnion('shows', [
  z.object({ shows: z.literal('welcome'), locale: z.null() }),
  /** A code went out: the customer reads it back. */
  z.object({
    shows: z.literal('code'),
    locale: locale.nullable(),
    reference: z.string(),
    channel,
    digits: z.int(),
    expiresAtMs: atMs,
  }),
  z.object({ shows: z.literal('visit'), locale: locale.nullable() }),
  z.object({ shows: z.literal('pay'), locale: locale.nullable(), amountMinor }),
  z.object({
    shows: z.literal('paid'),
    locale: locale.nullable(),
    amountMinor,
    changeMinor: amountMinor.nullable(),
    receiptNo: z.string(),
  }),
])
export type CustomerView = z.infer<typeof customerView>

export const shownToCustomer = z.discriminatedUnion('shows', [
  z.object({ shows: z.literal('welcome') }),
  z.object({ shows: z.literal('code'), challengeId: id }),
  z.object({ shows: z.literal('visit'), visitId: id }),
  z.object({ shows: z.literal('pay'), visitId: id, amountMinor: positiveAmountMinor }),
  z.object({ shows: z.literal('paid'), visitId: id, paymentId: id }),
])
export type ShownToCustomer = z.infer<typeof shownToCustomer>

export const customerDisplay = {
  /** What to show at this terminal, now and after every change. What belongs to a visit ends with it, whoever ends it. */
  watch: anyone.output(eventIterator(customerView)),
  /** The clerk's screen says where its work stands. Said while they sign out it is not heard, and is no fault either. */
  show: anyone.input(shownToCustomer).output(z.object({ outcome: z.literal('done') })),
}
