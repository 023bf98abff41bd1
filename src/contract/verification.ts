/**
 * Proving that the person here is the customer: a one-time code goes to a contact, they read it back, a visit opens.
 * At the desk the clerk sees the truth; at the kiosk an unknown contact looks, reads and takes as long as a known one.
 */
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { pin } from './office.ts'
import { anyone, staffOnly, supervisors } from './procedure.ts'
import { pinRefusals } from './session.ts'
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
    // The office's own limits against abuse; each has words that say what to do instead.
    'office_limit',
    'country_not_allowed',
    'number_type',
    'number_block_limit',
    'daily_limit',
    /** Desk: this customer's codes are switched off. */
    'codes_off',
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

/** Why a message did not leave or arrive, in a stable word the screens translate. `words` is the provider's own. */
export const deliveryFailure = z.enum([
  'login_refused',
  'address_refused',
  /** The person has told the provider to stop (Twilio 21610, Kavenegar state 14). */
  'unsubscribed',
  /** A landline, or a network that takes no text messages. */
  'not_mobile',
  /** Switched off or out of reach (Twilio 30003). */
  'phone_off',
  /** A carrier's filter stopped it (Twilio 30004, 30007). */
  'filtered',
  'message_refused',
  /** The provider's account is empty. */
  'no_credit',
  /** The office's own limit stopped it. */
  'not_allowed',
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

/** What to do about a failure, in a stable word; the words stand in `resources/locales/…/remedies.json`. */
export const remedy = z.enum([
  'check_login',
  'gmail_app_password',
  'office365_smtp_auth',
  'sendgrid_api_key',
  'sendgrid_sender',
  'ses_credentials',
  'ses_sandbox',
  'check_host',
  'check_network',
  'check_tls',
  'sender_not_allowed',
  'twilio_token',
  'twilio_trial',
  'twilio_region',
  'twilio_sender',
  'twilio_whatsapp_template',
  'kavenegar_key',
  'kavenegar_address',
  'kavenegar_line',
  'kavenegar_template',
  'add_credit',
  'check_address',
  'ask_other_channel',
  'wait',
  'enter_secret',
])
export type Remedy = z.infer<typeof remedy>

/** One try at one provider, as the clerk sees it. */
export const triedProvider = z.object({
  providerName: z.string(),
  result: z.enum(['taken', 'retry', 'refused', 'unconfirmed']),
  failure: deliveryFailure.nullable(),
  words: z.string().nullable(),
  atMs,
  durationMs: z.int().nonnegative(),
})
export type TriedProvider = z.infer<typeof triedProvider>

export const deliveryState = z.object({
  challengeId: id,
  /**
   * `retrying`: a try failed and another will follow. `asking`: contact was lost, and the provider is being asked whether
   * it took the message. `taken`: the provider has it. `delivered` and `undelivered`: the provider's own word on the
   * arrival. `unconfirmed`: the provider may have taken it; nobody can say.
   */
  status: z.enum([
    'queued',
    'sending',
    'retrying',
    'asking',
    'taken',
    'delivered',
    'undelivered',
    'failed',
    'unconfirmed',
  ]),
  /** True once nothing more will be heard of this message. */
  final: z.boolean(),
  channel,
  /** The provider's stable name; `dev-inbox` for the drawer on screen. */
  provider: z.string().nullable(),
  providerName: z.string().nullable(),
  /** `down`: this machine has no network; what is queued waits for it. */
  network: z.enum(['up', 'down']),
  attempts: z.int(),
  failure: deliveryFailure.nullable(),
  words: z.string().nullable(),
  remedy: remedy.nullable(),
  nextAttemptAtMs: atMs.nullable(),
  takenAtMs: atMs.nullable(),
  deliveredAtMs: atMs.nullable(),
  expiresAtMs: atMs,
  /** True where contact was lost, the provider could not be asked, and the message went out again: it may arrive twice. */
  maybeTwice: z.boolean(),
  /** The tries so far, oldest first, the last 10. */
  tried: z.array(triedProvider),
  /** Other ways to reach the same customer, for "send by … instead". Empty at the kiosk. */
  alternatives: z.array(z.object({ contactId: id, channel, value: z.string() })),
  /** True where the customer has an authenticator app, which needs no message: offered after the other ways. */
  authenticator: z.boolean(),
})
export type DeliveryState = z.infer<typeof deliveryState>

/** What showed the clerk who this is, where there was no code. `known_in_person`: no paper; they know each other. */
export const seenDocument = z.enum(['identity_card', 'passport', 'driving_licence', 'bill', 'known_in_person'])
export type SeenDocument = z.infer<typeof seenDocument>

export const vouchRefusal = z.object({
  outcome: z.literal('refused'),
  /** `approver_is_clerk`: the one signed in named themselves. `approver_role`: a clerk cannot approve. */
  reason: z.enum(['not_found', 'approver_unknown', 'approver_is_clerk', 'approver_role', 'too_many']),
  /** When it may be tried again, where it happened too often. */
  retryAtMs: atMs.optional(),
})
export type VouchRefusal = z.infer<typeof vouchRefusal>

const vouchOutcome = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('verified'), visitId: id, customerName: z.string() }),
  ...pinRefusals,
  vouchRefusal,
])
export type VouchOutcome = z.infer<typeof vouchOutcome>

export const verification = {
  /** Desk: sends a code to one contact of a customer. Fast clicks get the code already on its way. */
  start: staffOnly.input(z.object({ customerId: id, contactId: id, channel })).output(sendOutcome),
  /**
   * Kiosk: sends a code to what the person typed: phone, mail or account number. Unknown is not told apart. `byApp`: an
   * authenticator app will answer (`identity.verifyByApp`), so nothing is sent and no provider is needed.
   */
  identify: anyone
    .input(z.object({ identifier: line(254), channel: channel.optional(), locale, byApp: z.boolean().optional() }))
    .output(sendOutcome),
  /** A new code to the same contact; ends the old one and does not refill the tries. */
  resend: anyone.input(z.object({ challengeId: id })).output(sendOutcome),
  verify: anyone.input(z.object({ challengeId: id, code: z.string().min(1).max(40) })).output(verifyOutcome),
  choose: anyone.input(z.object({ challengeId: id, customerId: id })).output(verifyOutcome),
  /** Ends the challenge because the person went back. */
  cancel: anyone.input(z.object({ challengeId: id })).output(z.object({ outcome: z.literal('done') })),
  /** Desk: the message's live state, from now until it is final. */
  watch: staffOnly.input(z.object({ challengeId: id })).output(eventIterator(deliveryState)),
  /**
   * Desk: opens the visit without a code, where none can go out. A supervisor or an administrator other than the one signed
   * in approves with their PIN; both, the document and the reason go on the audit trail. Limited per terminal and office.
   */
  vouch: staffOnly
    .input(
      z.object({
        customerId: id,
        reason: line(200),
        documentSeen: seenDocument,
        approverId: id,
        approverPin: pin,
      }),
    )
    .output(vouchOutcome),
  /** Lifts a lock after too many wrong codes. The reason goes on the audit trail. */
  unlock: supervisors
    .input(z.object({ customerId: id, reason: line(200) }))
    .output(z.object({ outcome: z.literal('done'), contacts: z.int() })),
}
