/**
 * What Twilio's numbers mean for a message. Twilio asks not to build on them alone, so the HTTP status decides first and a
 * number that is not here counts as the message's own fault. Source: twilio.com/docs/api/errors/NUMBER, one page each.
 */
import type { DeliveryFailure } from '../contract/verification.ts'

export interface TwilioFailure {
  readonly failure: DeliveryFailure
  /** The reason lies with this account or sender; another provider may take the message. */
  readonly elsewhere: boolean
}

const here = (failure: DeliveryFailure): TwilioFailure => ({ failure, elsewhere: false })
const account = (failure: DeliveryFailure): TwilioFailure => ({ failure, elsewhere: true })

const known: ReadonlyMap<number, TwilioFailure> = new Map([
  // Authentication, account not active, access denied, test credentials where live ones are needed.
  [20003, account('login_refused')],
  [20005, account('login_refused')],
  [20006, account('login_refused')],
  [20008, account('login_refused')],
  // The account is suspended: Twilio names a balance at zero as the first cause, and has no number for that alone.
  [10001, account('no_credit')],
  [30002, account('no_credit')],
  // Whatever we do, this number will not take this message.
  [21211, here('address_refused')], // 'To' is not a valid phone number
  [21214, here('address_refused')], // 'To' cannot be reached
  [21217, here('address_refused')], // does not look like a phone number
  [21265, here('address_refused')], // 'To' is a short code
  [21266, here('address_refused')], // 'To' and 'From' are the same
  [21421, here('address_refused')], // phone number is invalid
  [30005, here('address_refused')], // unknown destination handset
  [63003, here('address_refused')], // WhatsApp: 'To' not found on the channel
  [63024, here('address_refused')], // WhatsApp: invalid recipient
  [21610, here('unsubscribed')], // the recipient has answered STOP
  [21614, here('not_mobile')], // not a mobile number
  [21635, here('not_mobile')], // a landline
  [30006, here('not_mobile')], // landline or unreachable carrier
  [30003, here('phone_off')], // unreachable destination handset
  [30004, here('filtered')], // message blocked
  [30007, here('filtered')], // carrier violation
  // This account or sender may not write there.
  [21408, account('address_refused')], // SMS to this region is not enabled
  [21608, account('address_refused')], // a trial account may write to verified numbers only
  [21612, account('address_refused')], // no route from this sender to this number
  [21212, account('message_refused')], // 'From' is not a valid phone number
  [21603, account('message_refused')], // 'From' is required
  [21606, account('message_refused')], // 'From' cannot send this
  [21616, account('message_refused')], // 'From' matches several numbers
  [21659, account('message_refused')], // 'From' is not a Twilio number
  [21660, account('message_refused')], // 'From' belongs to another account
  [21701, account('message_refused')], // the messaging service does not exist
  [21703, account('message_refused')], // the messaging service has no sender
  [21705, account('message_refused')], // the messaging service's SID is not one
  [30032, account('message_refused')], // the toll-free number is not verified
  [30034, account('message_refused')], // the number is not registered (A2P 10DLC)
  [63007, account('message_refused')], // no WhatsApp channel with this 'From'
  [63016, account('message_refused')], // free text outside WhatsApp's 24 hours
  [63027, account('message_refused')], // the WhatsApp template does not exist in this language
  [63028, account('message_refused')], // the WhatsApp template has another number of parameters
  [21655, account('message_refused')], // the ContentSid is not one
  [21656, account('message_refused')], // the ContentVariables are not valid
  // Twilio or a carrier failed.
  [30001, here('provider_error')], // queue overflow
  [30008, here('provider_error')], // unknown error
  [30017, here('provider_error')], // carrier network congestion
  [30036, here('timed_out')], // the validity period ran out
])

/** Too many requests, a full sender queue, the channel's and the sender's rate. */
const patience: ReadonlySet<number> = new Set([14107, 20429, 21611, 63018])

export const asksForPatience = (code: number | null): boolean => code !== null && patience.has(code)

/** `status` is HTTP's; 400 for a message that failed later. */
export function twilioFailure(status: number, code: number | null): TwilioFailure {
  if (status === 401) return account('login_refused')
  const found = code === null ? undefined : known.get(code)
  // 404 on an account's own path: the account, or the address of the interface, is wrong.
  return found ?? (status === 404 ? account('message_refused') : here('message_refused'))
}
