/** What Twilio's answer to a message means. Source: twilio.com/docs/usage/twilios-response. */
import type { Cost, SendResult } from '../core/delivery/gateway.ts'
import type { HttpFate } from './http-exchange.ts'
import { currencyOf, type Fields, microsOf, parsedFields, textOf } from './http-json.ts'
import { asksForPatience, twilioFailure } from './twilio-failure.ts'

export type Answered = Extract<HttpFate, { readonly fate: 'answered' }>

/** Makes Twilio's words fit to be shown. */
export type Quote = (said: string) => string

export function twilioResult(answer: Answered, quote: Quote): SendResult {
  const body = parsedFields(answer.body)
  if (answer.status >= 200 && answer.status < 300) return acceptedOrNot(body, quote)
  const words = errorWords(answer, quote)
  const code = codeOf(body?.code)
  const later = answer.retryAfterMs === null ? {} : { retryAfterMs: answer.retryAfterMs }
  if (answer.status === 429 || asksForPatience(code))
    return { result: 'retry', failure: 'rate_limited', words, ...later }
  if (answer.status >= 500 || answer.status < 400)
    return { result: 'retry', failure: 'provider_error', words, ...later }
  const { failure, elsewhere } = twilioFailure(answer.status, code)
  return { result: 'refused', failure, words, ...(elsewhere ? { elsewhere } : {}) }
}

/** Whether Twilio wrote this answer itself: its errors carry its own number. */
export const twilioSpoke = (answer: Answered): boolean => codeOf(parsedFields(answer.body)?.code) !== null

/** `21211: Invalid 'To' Phone Number`, of an answer with Twilio's error body `{code, message, more_info, status}`. */
export function errorWords(answer: Answered, quote: Quote): string {
  const body = parsedFields(answer.body)
  return numbered(codeOf(body?.code), textOf(body?.message) ?? `Twilio answered ${answer.status}.`, quote)
}

/** A success without the message's sid is no receipt: the message may exist, and nobody can say. */
function acceptedOrNot(body: Fields | null, quote: Quote): SendResult {
  const sid = textOf(body?.sid)
  if (body === null || sid === null)
    return {
      result: 'unconfirmed',
      failure: 'unconfirmed',
      words: 'Twilio took the request but its answer could not be read.',
    }
  if (body.status !== 'failed' && body.status !== 'undelivered')
    return { result: 'taken', providerMessageId: sid, ...costOf(body) }
  const { failure, elsewhere } = twilioFailure(400, codeOf(body.error_code))
  return { result: 'refused', failure, words: messageWords(body, quote), ...(elsewhere ? { elsewhere } : {}) }
}

/** Why a Message resource failed, in Twilio's words. */
export function messageWords(message: Fields, quote: Quote): string {
  const said = textOf(message.error_message) ?? 'Twilio could not send the message.'
  return numbered(codeOf(message.error_code), said, quote)
}

/** A Message's price is negative, decimal, and null until it is known. */
export function costOf(message: Fields): { readonly cost?: Cost } {
  const micros = typeof message.price === 'string' ? microsOf(message.price) : null
  const currency = currencyOf(message.price_unit)
  return micros === null || currency === null ? {} : { cost: { micros: Math.abs(micros), currency } }
}

/** Twilio writes its numbers as numbers; its older interfaces as text. */
export function codeOf(value: unknown): number | null {
  const code = typeof value === 'string' && /^\d{4,6}$/.test(value) ? Number(value) : value
  return typeof code === 'number' && Number.isInteger(code) ? code : null
}

function numbered(code: number | null, said: string, quote: Quote): string {
  return quote(code === null ? said : `${code}: ${said}`)
}
