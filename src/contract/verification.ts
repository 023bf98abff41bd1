/**
 * Proving that the person here is the customer: a one-time code goes to a contact, they read it back, a visit opens.
 * At the desk the clerk sees the truth; at the kiosk an unknown contact looks, reads and takes as long as a known one.
 */
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { anyone, staffOnly, supervisors } from './procedure.ts'
import { atMs, channel, id, line, locale } from './values.ts'

export const challenge = z.object({
  challengeId: id,
  /** Shown here and in the message, so that out-of-order messages confuse nobody: `K7`. */
  reference: z.string(),
  channel,
  /** Where it went. At the kiosk only what the person typed; empty where an account number was typed. */
  sentTo: z.string(),
  digits: z.int(),
  createdAtMs: atMs,
  /** At the desk it moves once, when the provider takes the message: validity starts then. At the kiosk it never moves. */
  expiresAtMs: atMs,
  resendAtMs: atMs,
  triesLeft: z.int().nonnegative(),
  /** True where a code was already on its way and no second one was sent. */
  already: z.boolean(),
})
export type Challenge = z.infer<typeof challenge>

export const sendRefusal = z.object({
  outcome: z.literal('refused'),
  reason: z.enum([
    'not_found',
    'no_contact',
    'channel_unavailable',
    'resend_too_soon',
    'contact_limit',
    'terminal_limit',
    'locked',
    'blocked',
    'malformed',
  ]),
  /** When it may be tried again, where waiting helps. */
  retryAtMs: atMs.optional(),
})
export type SendRefusal = z.infer<typeof sendRefusal>

export const sendOutcome = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('sent'), challenge }),
  sendRefusal,
])
export type SendOutcome = z.infer<typeof sendOutcome>

/** `blocked`: 100 wrong codes in a row; a supervisor must lift it. */
export const verifyOutcome = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('verified'), visitId: id, customerName: z.string() }),
  /** The contact belongs to several customers: ask which one, then call `choose`. */
  z.object({
    outcome: z.literal('choose'),
    customers: z.array(z.object({ customerId: id, name: z.string(), accountNo: z.string() })),
  }),
  z.object({ outcome: z.literal('wrong'), triesLeft: z.int().nonnegative() }),
  z.object({ outcome: z.literal('expired') }),
  z.object({ outcome: z.literal('too_many_tries'), lockedUntilMs: atMs.nullable() }),
  z.object({ outcome: z.literal('superseded') }),
  z.object({ outcome: z.literal('nothing_asked') }),
  z.object({ outcome: z.literal('locked'), untilMs: atMs }),
  z.object({ outcome: z.literal('blocked') }),
])
export type VerifyOutcome = z.infer<typeof verifyOutcome>

/** Why a message did not leave, in a stable word the screens translate. `words` is the provider's own. */
export const deliveryFailure = z.enum([
  'login_refused',
  'address_refused',
  'message_refused',
  'unreachable',
  'timed_out',
  'rate_limited',
  'provider_error',
  'certificate',
  'not_configured',
  'code_died',
  'unconfirmed',
])
export type DeliveryFailure = z.infer<typeof deliveryFailure>

export const deliveryState = z.object({
  challengeId: id,
  /** `retrying`: a try failed and another will follow. `unconfirmed`: the provider may have taken it; nobody can say. */
  status: z.enum(['queued', 'sending', 'retrying', 'taken', 'failed', 'unconfirmed']),
  channel,
  provider: z.string().nullable(),
  attempts: z.int(),
  failure: deliveryFailure.nullable(),
  words: z.string().nullable(),
  nextAttemptAtMs: atMs.nullable(),
  expiresAtMs: atMs,
  /** Other ways to reach the same customer, for "send by … instead". Empty at the kiosk. */
  alternatives: z.array(z.object({ contactId: id, channel, value: z.string() })),
})
export type DeliveryState = z.infer<typeof deliveryState>

export const verification = {
  /** Desk: sends a code to one contact of a customer. Fast clicks get the code already on its way. */
  start: staffOnly.input(z.object({ customerId: id, contactId: id, channel })).output(sendOutcome),
  /** Kiosk: sends a code to what the person typed: phone, mail or account number. Unknown is not told apart. */
  identify: anyone.input(z.object({ identifier: line(254), channel: channel.optional(), locale })).output(sendOutcome),
  /** A new code to the same contact; ends the old one and does not refill the tries. */
  resend: anyone.input(z.object({ challengeId: id })).output(sendOutcome),
  verify: anyone.input(z.object({ challengeId: id, code: z.string().min(1).max(40) })).output(verifyOutcome),
  choose: anyone.input(z.object({ challengeId: id, customerId: id })).output(verifyOutcome),
  /** Ends the challenge because the person went back. */
  cancel: anyone.input(z.object({ challengeId: id })).output(z.object({ outcome: z.literal('done') })),
  /** Desk: the message's live state, from now until it is final. */
  watch: staffOnly.input(z.object({ challengeId: id })).output(eventIterator(deliveryState)),
  /** Lifts a lock after too many wrong codes. The reason goes on the audit trail. */
  unlock: supervisors
    .input(z.object({ customerId: id, reason: line(200) }))
    .output(z.object({ outcome: z.literal('done'), contacts: z.int() })),
}
