/**
 * What Kavenegar's statuses mean. Sources: kavenegar.com/rest.html#result-general (table 1, statuses of an answer) and
 * #result-msg (table 2, states of a message); both are repeated in github.com/FardaDev/kavenegar-for-laravel, `src/Enums`.
 */
import type { DeliveryFailure } from '../contract/verification.ts'

export type Judgement =
  | { readonly result: 'retry'; readonly failure: DeliveryFailure }
  | { readonly result: 'refused'; readonly failure: DeliveryFailure; readonly elsewhere: boolean }

const later = (failure: DeliveryFailure): Judgement => ({ result: 'retry', failure })
const here = (failure: DeliveryFailure): Judgement => ({ result: 'refused', failure, elsewhere: false })
const account = (failure: DeliveryFailure): Judgement => ({ result: 'refused', failure, elsewhere: true })

const judgements: ReadonlyMap<number, Judgement> = new Map([
  [400, here('message_refused')], // parameters are missing
  [401, account('login_refused')], // the account is disabled
  [402, later('provider_error')], // the operation failed
  [403, account('login_refused')], // the API key is not valid
  [404, account('message_refused')], // no such method
  [405, account('message_refused')], // the method wants the other of GET and POST
  [406, here('message_refused')], // a required parameter is empty
  [407, account('login_refused')], // this key or address may not do that
  [408, account('login_refused')], // newer than the table: this needs the caller's IP in the security settings
  [409, later('provider_error')], // the server cannot answer now
  [411, here('address_refused')], // the receptor is not valid
  [412, account('message_refused')], // the sender is not valid
  [413, here('message_refused')], // the text is empty or longer than 900 characters
  [414, here('message_refused')], // too many records in one call
  [415, here('message_refused')], // the start index is beyond the list
  [416, account('login_refused')], // the caller's IP is not the one in the settings
  [417, here('message_refused')], // the date is not valid
  [418, account('no_credit')], // no credit
  [419, here('message_refused')], // lists of different length
  [420, account('message_refused')], // links in texts are not allowed for this account
  [422, account('message_refused')], // a character that cannot be processed
  [424, account('message_refused')], // no such template
  [426, account('message_refused')], // this needs the advanced plan
  [427, account('message_refused')], // this line needs an access level
  [428, account('message_refused')], // no code by telephone call
  [429, later('rate_limited')], // the IP is limited
  [431, account('message_refused')], // the code's form does not fit the template
  [432, account('message_refused')], // the template has no place for the code
  [451, later('rate_limited')], // too many calls in a short time
  [501, account('address_refused')], // a trial account may write to its owner only
  [607, here('message_refused')], // the tag is not valid
])

/** Outside the table, a proxy's 5xx and redirects may pass; any other 4xx is about what was asked. */
export function judged(status: number): Judgement {
  const known = judgements.get(status)
  if (known !== undefined) return known
  return status >= 400 && status < 500 ? here('message_refused') : later('provider_error')
}

/** Of a message: on its way, arrived, dead with its reason, or unknown to Kavenegar. */
export type MessageState = 'on_its_way' | 'delivered' | 'unknown' | { readonly failure: DeliveryFailure }

const states: ReadonlyMap<unknown, MessageState> = new Map<unknown, MessageState>([
  [1, 'on_its_way'], // queued
  [2, 'on_its_way'], // scheduled
  [4, 'on_its_way'], // with the operator
  [5, 'on_its_way'], // with the operator
  [6, { failure: 'message_refused' }], // failed
  [10, 'delivered'],
  [11, { failure: 'phone_off' }], // not delivered: the phone is off, out of reach, or full
  [13, { failure: 'message_refused' }], // cancelled, or failed and paid back
  [14, { failure: 'unsubscribed' }], // the receiver has blocked messages from this line
  [100, 'unknown'], // the identifier is not valid
])

/** Null for a state that is not published. */
export function stateOf(status: unknown): MessageState | null {
  return states.get(status) ?? null
}
