/** What Twilio's answers to questions mean: how far a message is, whether there is one, what the account holds. */
import type { BalanceResult, DeliveryReport, LookUpResult } from '../core/delivery/gateway.ts'
import { currencyOf, type Fields, listOf, microsOf, parsedFields, textOf } from './http-json.ts'
import { type Answered, codeOf, costOf, errorWords, messageWords, type Quote } from './twilio-answer.ts'
import { asksForPatience, twilioFailure } from './twilio-failure.ts'

const unreadable = "Twilio's answer could not be read."

/** Source: twilio.com/docs/messaging/api/message-resource#message-status-values. */
export function twilioReport(answer: Answered, quote: Quote): DeliveryReport {
  const message = parsedFields(answer.body)
  if (answer.status !== 200) return { state: 'not_heard', words: errorWords(answer, quote) }
  if (message === null) return { state: 'not_heard', words: unreadable }
  switch (message.status) {
    case 'queued':
    case 'accepted':
    case 'scheduled':
    case 'sending':
    case 'sent':
      return { state: 'on_its_way', ...costOf(message) }
    case 'delivered':
    case 'read':
      return { state: 'delivered', ...costOf(message) }
    case 'failed':
    case 'undelivered':
    case 'canceled': {
      const { failure } = twilioFailure(400, codeOf(message.error_code))
      return { state: 'undelivered', failure, words: messageWords(message, quote), ...costOf(message) }
    }
    default:
      return { state: 'not_heard', words: unreadable }
  }
}

/** What to look for in the list of messages to one address. */
export interface Sought {
  /** Our text: the body ends with it, for a trial account's messages have a note before it. */
  readonly text: string
  /** Recognises a body that Twilio or a template has written anew; null where nothing does. */
  readonly rewritten: ((body: string) => boolean) | null
  readonly sentAtMs: number
  /** The text is all but unique, as one with a code is, so that a wrong clock here or there matters little. */
  readonly unique: boolean
}

/** Clocks may differ by this much: 2 min; for a text that is unique, a day. */
const slackMs = 2 * 60_000
const uniqueSlackMs = 24 * 60 * 60_000

/**
 * `no` only where the list was whole and reaches back before the message was sent. Source for the form of the list:
 * twilio.com/docs/messaging/api/message-resource#read-multiple-message-resources, and twilio.com/docs/usage/twilios-response,
 * "pagination".
 */
export function foundInList(answer: Answered, sought: Sought, quote: Quote): LookUpResult {
  if (answer.status !== 200) return { found: 'not_heard', words: errorWords(answer, quote) }
  const page = parsedFields(answer.body)
  const messages = listOf(page?.messages)?.map(read) ?? null
  if (page === null || messages === null || !messages.every((message) => message !== null))
    return { found: 'not_heard', words: unreadable }

  // A clock here that runs ahead would look for the message in the future: it was sent before Twilio answered.
  const sentAtMs = Math.min(sought.sentAtMs, answer.dateMs ?? sought.sentAtMs)
  const ours = messages.find(({ body, createdAtMs }) => {
    const lateBy = createdAtMs - sentAtMs
    if (body.endsWith(sought.text)) return lateBy >= -(sought.unique ? uniqueSlackMs : slackMs)
    return sought.rewritten !== null && lateBy >= -slackMs && sought.rewritten(body)
  })
  if (ours !== undefined) return { found: 'yes', providerMessageId: ours.sid, ...costOf(ours.fields) }
  const reachesBack = messages.some(({ createdAtMs }) => createdAtMs < sentAtMs - slackMs)
  if (textOf(page.next_page_uri) !== null && !reachesBack)
    return { found: 'not_heard', words: 'Twilio has more messages to this number than it lists at once.' }
  return { found: 'no' }
}

interface Listed {
  readonly sid: string
  readonly body: string
  readonly createdAtMs: number
  readonly fields: Fields
}

/** Dates are RFC 2822, like `Thu, 24 Aug 2023 05:01:45 +0000`. A body is null where the account keeps none. */
function read(fields: Fields): Listed | null {
  const sid = textOf(fields.sid)
  const createdAtMs = Date.parse(textOf(fields.date_created) ?? '')
  const body = fields.body
  if (sid === null || Number.isNaN(createdAtMs) || typeof body !== 'string') return null
  return { sid, body, createdAtMs, fields }
}

/** Source: twilio.com/docs/usage/api/account-balance (`{balance: "12.34", currency: "USD"}`; a subaccount has none). */
export function twilioBalance(answer: Answered, quote: Quote): BalanceResult {
  const body = parsedFields(answer.body)
  if (answer.status !== 200) {
    const words = errorWords(answer, quote)
    const code = codeOf(body?.code)
    if (answer.status === 429 || asksForPatience(code)) return { result: 'not_told', failure: 'rate_limited', words }
    if (answer.status >= 500 || answer.status < 400) return { result: 'not_told', failure: 'provider_error', words }
    const { failure } = twilioFailure(answer.status, code)
    return { result: 'not_told', failure: failure === 'message_refused' ? 'provider_error' : failure, words }
  }
  const micros = typeof body?.balance === 'string' ? microsOf(body.balance) : null
  const currency = currencyOf(body?.currency)
  if (micros === null || currency === null)
    return { result: 'not_told', failure: 'provider_error', words: 'Twilio told no balance for this account.' }
  return { result: 'told', micros, currency }
}
