/**
 * What Twilio's answer means. The HTTP status decides; Twilio's own number refines it, since Twilio asks not to build on
 * the numbers alone. Source: twilio.com/docs/usage/twilios-response and twilio.com/docs/api/errors.
 */
import type { SendResult } from '../core/delivery/gateway.ts'
import type { HttpFate } from './http-exchange.ts'

type Answered = Extract<HttpFate, { readonly fate: 'answered' }>

/** Authentication, suspended account, access denied, test credentials where live ones are needed. */
const loginCodes: ReadonlySet<number> = new Set([20003, 20005, 20006, 20008])

/** This number will not take this message from us, whatever we do. */
const addressCodes: ReadonlySet<number> = new Set([
  21211, // 'To' is not a valid phone number
  21214, // 'To' cannot be reached
  21217, // does not look like a phone number
  21265, // 'To' is a short code
  21266, // 'To' and 'From' are the same
  21408, // SMS to this region is not enabled
  21421, // phone number is invalid
  21610, // the recipient has unsubscribed (STOP)
  21612, // no route from this sender to this number
  21614, // not a mobile number
  21635, // a landline
  63003, // WhatsApp: 'To' not found on the channel
  63024, // WhatsApp: invalid recipient
])

/** Too many requests, a full sender queue, the channel's and the sender's rate. */
const patienceCodes: ReadonlySet<number> = new Set([14107, 20429, 21611, 63018])

/** `quote` makes Twilio's words fit to be shown. */
export function twilioResult(answer: Answered, quote: (said: string) => string): SendResult {
  const body = fieldsOf(answer.body)
  if (answer.status >= 200 && answer.status < 300) return acceptedOrNot(body, quote)
  const code = typeof body?.code === 'number' ? body.code : null
  const said = typeof body?.message === 'string' ? body.message : `Twilio answered ${answer.status}.`
  const words = quote(code === null ? said : `${code}: ${said}`)
  const later = answer.retryAfterMs === null ? {} : { retryAfterMs: answer.retryAfterMs }
  if (answer.status === 429 || (code !== null && patienceCodes.has(code)))
    return { result: 'retry', failure: 'rate_limited', words, ...later }
  if (answer.status >= 500 || answer.status < 400)
    return { result: 'retry', failure: 'provider_error', words, ...later }
  return { result: 'refused', failure: refusal(answer.status, code), words }
}

function refusal(status: number, code: number | null): 'login_refused' | 'address_refused' | 'message_refused' {
  if (status === 401 || (code !== null && loginCodes.has(code))) return 'login_refused'
  return code !== null && addressCodes.has(code) ? 'address_refused' : 'message_refused'
}

/** A success without the message's sid is no receipt: the message may exist, and nobody can say. */
function acceptedOrNot(body: Fields | null, quote: (said: string) => string): SendResult {
  if (typeof body?.sid !== 'string' || body.sid === '')
    return {
      result: 'unconfirmed',
      failure: 'unconfirmed',
      words: 'Twilio took the request but its answer could not be read.',
    }
  if (body.status !== 'failed' && body.status !== 'undelivered') return { result: 'taken', providerMessageId: body.sid }
  const code = typeof body.error_code === 'number' ? body.error_code : null
  const said = typeof body.error_message === 'string' ? body.error_message : 'Twilio could not send the message.'
  return { result: 'refused', failure: refusal(400, code), words: quote(code === null ? said : `${code}: ${said}`) }
}

type Fields = Readonly<Record<string, unknown>>

function fieldsOf(text: string): Fields | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Fields) : null
  } catch {
    return null
  }
}
