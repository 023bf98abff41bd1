/**
 * What Kavenegar's answer means. It repeats its own status as HTTP status, in `return.status`, with words in Persian.
 * Source: kavenegar.com/rest.html#result-general (answers) and #result-msg (states of a message).
 */
import type { SendResult } from '../core/delivery/gateway.ts'
import type { HttpFate } from './http-exchange.ts'

type Answered = Extract<HttpFate, { readonly fate: 'answered' }>
type Judgement = {
  readonly result: 'retry' | 'refused'
  readonly failure: 'login_refused' | 'address_refused' | 'message_refused' | 'rate_limited' | 'provider_error'
}

const judgements: ReadonlyMap<number, Judgement> = new Map([
  [401, { result: 'refused', failure: 'login_refused' }], // the account is disabled
  [402, { result: 'retry', failure: 'provider_error' }], // the operation failed
  [403, { result: 'refused', failure: 'login_refused' }], // the API key is not valid
  [407, { result: 'refused', failure: 'login_refused' }], // this key may not do that
  [409, { result: 'retry', failure: 'provider_error' }], // the server cannot answer now
  [411, { result: 'refused', failure: 'address_refused' }], // the receptor is not valid
  [416, { result: 'refused', failure: 'login_refused' }], // requests from this IP are not allowed
  [418, { result: 'refused', failure: 'message_refused' }], // no credit
  [429, { result: 'retry', failure: 'rate_limited' }], // the IP is limited
  [451, { result: 'retry', failure: 'rate_limited' }], // too many calls in a short time
  [501, { result: 'refused', failure: 'address_refused' }], // a trial account may write to its owner only
])

/** States in which a message that was recorded never goes out: failed, undelivered, cancelled, invalid. */
const deadStates: ReadonlySet<unknown> = new Set([6, 11, 13, 100])
/** The receiver has blocked messages from this line. */
const blockedState = 14

/** `quote` makes Kavenegar's words fit to be shown. */
export function kavenegarResult(answer: Answered, quote: (said: string) => string): SendResult {
  const body = fieldsOf(parsed(answer.body))
  const returned = fieldsOf(body?.return)
  const status = typeof returned?.status === 'number' ? returned.status : answer.status
  if (status === 200 && answer.status === 200) return recorded(returned === null ? null : body, quote)

  const said = typeof returned?.message === 'string' && returned.message !== '' ? returned.message : 'no words'
  const words = quote(`${status}: ${said}`)
  const later = answer.retryAfterMs === null ? {} : { retryAfterMs: answer.retryAfterMs }
  const judgement = judgements.get(status) ?? byClass(status)
  return judgement.result === 'refused'
    ? { ...judgement, words, result: 'refused' }
    : { ...judgement, words, result: 'retry', ...later }
}

/** An answer outside the table: a proxy's 5xx and redirects may pass, any other 4xx is about what was asked. */
function byClass(status: number): Judgement {
  return status >= 400 && status < 500
    ? { result: 'refused', failure: 'message_refused' }
    : { result: 'retry', failure: 'provider_error' }
}

/** A success that names no message is no receipt: it may exist, and nobody can say. */
function recorded(body: Fields | null, quote: (said: string) => string): SendResult {
  const entry = Array.isArray(body?.entries) ? fieldsOf(body.entries[0]) : null
  const id = entry?.messageid
  if (typeof id !== 'number' && (typeof id !== 'string' || id === ''))
    return {
      result: 'unconfirmed',
      failure: 'unconfirmed',
      words: 'Kavenegar took the request but its answer could not be read.',
    }
  const dead = deadStates.has(entry?.status)
  if (!dead && entry?.status !== blockedState) return { result: 'taken', providerMessageId: String(id) }
  const words = quote(
    typeof entry?.statustext === 'string' ? entry.statustext : 'Kavenegar will not deliver the message.',
  )
  return { result: 'refused', failure: dead ? 'message_refused' : 'address_refused', words }
}

type Fields = Readonly<Record<string, unknown>>

function fieldsOf(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null ? (value as Fields) : null
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
