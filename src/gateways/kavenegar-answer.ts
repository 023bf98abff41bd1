/** What Kavenegar's answer means. It repeats its own status as HTTP status, in `return.status`, with words in Persian. */
import type { BalanceResult, Cost, DeliveryReport, LookUpResult, SendResult } from '../core/delivery/gateway.ts'
import type { HttpFate } from './http-exchange.ts'
import { type Fields, fieldsOf, listOf, parsedFields, textOf } from './http-json.ts'
import { judged, stateOf } from './kavenegar-failure.ts'

type Answered = Extract<HttpFate, { readonly fate: 'answered' }>
type Quote = (said: string) => string

const unreadable = "Kavenegar's answer could not be read."

/** `quote` makes Kavenegar's words fit to be shown. */
export function kavenegarResult(answer: Answered, quote: Quote): SendResult {
  const { status, words, body } = statusOf(answer, quote)
  if (status === 200 && answer.status === 200) return recorded(body, quote)
  const judgement = judged(status)
  if (judgement.result === 'refused') {
    const { result, failure, elsewhere } = judgement
    return { result, failure, words, ...(elsewhere ? { elsewhere } : {}) }
  }
  const later = answer.retryAfterMs === null ? {} : { retryAfterMs: answer.retryAfterMs }
  return { ...judgement, words, ...later }
}

/** Whether Kavenegar wrote this answer itself: each carries its status in `return`. */
export const kavenegarSpoke = (answer: Answered): boolean =>
  typeof fieldsOf(parsedFields(answer.body)?.return)?.status === 'number'

/** A success that names no message is no receipt: it may exist, and nobody can say. */
function recorded(body: Fields | null, quote: Quote): SendResult {
  const [entry] = entriesOf(body) ?? []
  const id = idOf(entry?.messageid)
  if (entry === undefined || id === null)
    return {
      result: 'unconfirmed',
      failure: 'unconfirmed',
      words: 'Kavenegar took the request but its answer could not be read.',
    }
  const state = stateOf(entry.status)
  if (typeof state === 'object' && state !== null)
    return { result: 'refused', failure: state.failure, words: stateWords(entry, quote) }
  if (state === 'unknown') return { result: 'refused', failure: 'message_refused', words: stateWords(entry, quote) }
  return { result: 'taken', providerMessageId: id, ...costOf(entry) }
}

/** Source: kavenegar.com/rest.html, `sms/status`: of the last 48 hours. */
export function kavenegarReport(answer: Answered, quote: Quote): DeliveryReport {
  const { status, words, body } = statusOf(answer, quote)
  if (status !== 200 || answer.status !== 200) return { state: 'not_heard', words }
  const [entry] = entriesOf(body) ?? []
  const state = stateOf(entry?.status)
  if (entry === undefined || state === null) return { state: 'not_heard', words: unreadable }
  if (state === 'unknown') return { state: 'not_heard', words: stateWords(entry, quote) }
  if (typeof state === 'string') return { state, ...costOf(entry) }
  return { state: 'undelivered', failure: state.failure, words: stateWords(entry, quote), ...costOf(entry) }
}

/** Local ids are known for 12 h; an hour is left for clocks that differ. */
const localIdKnownMs = 11 * 60 * 60_000

/** The answer to `sms/statuslocalmessageid`. An id that is not known to it was never taken, unless it is too old to be known. */
export function foundByLocalId(answer: Answered, sentAtMs: number, quote: Quote): LookUpResult {
  const { status, words, body } = statusOf(answer, quote)
  if (status !== 200 || answer.status !== 200) return { found: 'not_heard', words }
  const [entry] = entriesOf(body) ?? []
  const state = stateOf(entry?.status)
  if (entry === undefined || state === null) return { found: 'not_heard', words: unreadable }
  if (state !== 'unknown') {
    const id = idOf(entry.messageid)
    return id === null
      ? { found: 'not_heard', words: unreadable }
      : { found: 'yes', providerMessageId: id, ...costOf(entry) }
  }
  const tooOld = answer.dateMs === null || answer.dateMs - sentAtMs > localIdKnownMs
  return tooOld ? { found: 'not_heard', words: 'Kavenegar knows local ids for 12 hours only.' } : { found: 'no' }
}

/** What to look for in the list of the latest messages. */
export interface Sought {
  /** E.164. */
  readonly to: string
  readonly carriesOurCode: (text: string) => boolean
  readonly sentAtMs: number
  /** How many messages were asked for. */
  readonly listed: number
}

const slackMs = 2 * 60_000

/** The answer to `sms/latestoutbox`, newest first. `no` only where the list reaches back before the message was sent. */
export function foundInOutbox(answer: Answered, sought: Sought, quote: Quote): LookUpResult {
  const { status, words, body } = statusOf(answer, quote)
  if (status !== 200 || answer.status !== 200) return { found: 'not_heard', words }
  const entries = listOf(body?.entries)?.map(readSent) ?? null
  if (entries === null || !entries.every((entry) => entry !== null)) return { found: 'not_heard', words: unreadable }
  const sinceMs = Math.min(sought.sentAtMs, answer.dateMs ?? sought.sentAtMs) - slackMs
  const ours = entries.find(
    ({ receptor, text, dateMs }) => dateMs >= sinceMs && sameNumber(receptor, sought.to) && sought.carriesOurCode(text),
  )
  if (ours !== undefined) return { found: 'yes', providerMessageId: ours.id, ...costOf(ours.entry) }
  if (entries.length < sought.listed || entries.some(({ dateMs }) => dateMs < sinceMs)) return { found: 'no' }
  return { found: 'not_heard', words: 'Kavenegar has sent more messages since than it lists at once.' }
}

interface Sent {
  readonly id: string
  readonly receptor: string
  readonly text: string
  readonly dateMs: number
  readonly entry: Fields
}

/** Dates are Unix time in seconds. */
function readSent(entry: Fields): Sent | null {
  const id = idOf(entry.messageid)
  const receptor = textOf(entry.receptor)
  const { message, date } = entry
  if (id === null || receptor === null || typeof message !== 'string' || typeof date !== 'number') return null
  return { id, receptor, text: message, dateMs: date * 1_000, entry }
}

/** `09121234567`, `00989121234567` and `+989121234567` are one number: the shorter national part ends the longer. */
function sameNumber(one: string, other: string): boolean {
  const [a, b] = [one, other].map((number) => number.replace(/\D/g, '').replace(/^0+/, '')) as [string, string]
  return Math.min(a.length, b.length) >= 8 && (a.endsWith(b) || b.endsWith(a))
}

/** Source: kavenegar.com/rest.html, `account/info`: `remaincredit` in rials. */
export function kavenegarBalance(answer: Answered, quote: Quote): BalanceResult {
  const { status, words, body } = statusOf(answer, quote)
  if (status !== 200 || answer.status !== 200) {
    const { failure } = judged(status)
    return { result: 'not_told', failure: failure === 'message_refused' ? 'provider_error' : failure, words }
  }
  // An object as published; some answers wrap it in a list.
  const entries = fieldsOf(Array.isArray(body?.entries) ? body.entries[0] : body?.entries)
  const micros = microsOfRials(entries?.remaincredit)
  return micros === null
    ? { result: 'not_told', failure: 'provider_error', words: unreadable }
    : { result: 'told', micros, currency: 'IRR' }
}

function costOf(entry: Fields): { readonly cost?: Cost } {
  const micros = microsOfRials(entry.cost)
  return micros === null ? {} : { cost: { micros, currency: 'IRR' } }
}

/** The most rials whose millionths are still exact: 9 thousand million. More credit than that is told as that much. */
const mostRials = Math.floor(Number.MAX_SAFE_INTEGER / 1_000_000)

/** Kavenegar counts in whole rials; what a fraction there might be is cut off. */
function microsOfRials(value: unknown): number | null {
  const rials = typeof value === 'string' && /^-?\d+(?:\.\d+)?$/.test(value) ? Number(value) : value
  if (typeof rials !== 'number' || !Number.isFinite(rials)) return null
  return Math.max(-mostRials, Math.min(mostRials, Math.trunc(rials))) * 1_000_000
}

/** A message's id, as text; Kavenegar writes 0 where there is none. */
function idOf(value: unknown): string | null {
  const text = typeof value === 'number' ? String(value) : textOf(value)
  return text === null || text === '0' ? null : text
}

function entriesOf(body: Fields | null): readonly Fields[] | null {
  return listOf(body?.entries)
}

/** The answer's own status, HTTP's where it names none, with its words. `body` is null unless it has a `return`. */
function statusOf(answer: Answered, quote: Quote): { status: number; words: string; body: Fields | null } {
  const body = parsedFields(answer.body)
  const returned = fieldsOf(body?.return)
  const status = typeof returned?.status === 'number' ? returned.status : answer.status
  const words = quote(`${status}: ${textOf(returned?.message) ?? 'no words'}`)
  return { status, words, body: returned === null ? null : body }
}

function stateWords(entry: Fields, quote: Quote): string {
  return quote(textOf(entry.statustext) ?? 'Kavenegar will not deliver the message.')
}
