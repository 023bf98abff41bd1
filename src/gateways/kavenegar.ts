/** SMS through Kavenegar (Iran). Its API key is part of the address, so no error may ever carry the address on. */
import { createHash } from 'node:crypto'
import type { Gateway, OutgoingMessage } from '../core/delivery/gateway.ts'
import { localWhere, under } from './http-base.ts'
import { exchangeOnce, type HttpFate, listAnswerBytes } from './http-exchange.ts'
import { leftInDoubt, lostResult, neverLeftResult, unheard } from './http-failure.ts'
import {
  foundByLocalId,
  foundInOutbox,
  kavenegarBalance,
  kavenegarReport,
  kavenegarResult,
  kavenegarSpoke,
} from './kavenegar-answer.ts'
import { holdsCode, providerWords } from './provider-words.ts'

export interface KavenegarParts {
  readonly apiKey: string
  /** The line the message comes from; null lets Kavenegar use the account's default line. */
  readonly sender: string | null
  /** Replaces https://api.kavenegar.com, for a proxy or a test server. */
  readonly apiBase: URL | null
  /** Name of the `verify/lookup` template that carries codes; left out or null, codes go as free text. */
  readonly codeTemplate?: string | null
}

const publicBase = 'https://api.kavenegar.com'

/** So many of the account's latest messages are looked through; Kavenegar gives at most 200 to 500. */
const listedMessages = 200

/**
 * Sources: kavenegar.com/rest.html, `sms/send`, `verify/lookup`, `sms/statuslocalmessageid`, `sms/latestoutbox`,
 * `sms/status`, `account/info`. Every method takes GET and POST.
 */
export function kavenegarGateway(parts: KavenegarParts): Gateway {
  const base = parts.apiBase ?? new URL(publicBase)
  const quoteWith =
    (text: string) =>
    (said: string): string =>
      providerWords(said, [parts.apiKey], text)
  const addressOf = (method: string): URL => under(base, `/v1/${encodeURIComponent(parts.apiKey)}/${method}.json`)
  const post = (method: string, form: Readonly<Record<string, string>>, signal: AbortSignal): Promise<HttpFate> =>
    exchangeOnce(
      {
        method: 'POST',
        url: addressOf(method),
        headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8', accept: 'application/json' },
        body: new URLSearchParams(form).toString(),
      },
      signal,
    )
  const get = (method: string, query: Readonly<Record<string, string>>, signal: AbortSignal): Promise<HttpFate> => {
    const url = addressOf(method)
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
    const headers = { accept: 'application/json' }
    return exchangeOnce({ method: 'GET', url, headers, body: null, maxAnswerBytes: listAnswerBytes }, signal)
  }
  return {
    provider: 'kavenegar',
    ...localWhere(parts.apiBase?.hostname),
    async send(message, signal) {
      const { method, form } = requestOf(message, parts)
      const fate = await post(method, form, signal)
      if (fate.fate === 'never_left') return neverLeftResult('Kavenegar', fate)
      if (fate.fate === 'lost') return lostResult('Kavenegar', fate)
      return (
        leftInDoubt('Kavenegar', fate.status, kavenegarSpoke(fate)) ?? kavenegarResult(fate, quoteWith(message.text))
      )
    },
    async lookUp(message, sentAtMs, signal) {
      const { method, form } = requestOf(message, parts)
      const quote = quoteWith(message.text)
      if (method === 'sms/send') {
        const fate = await get('sms/statuslocalmessageid', { localid: localId(message.messageId) }, signal)
        if (fate.fate !== 'answered') return { found: 'not_heard', words: unheard('Kavenegar', fate).words }
        return foundByLocalId(fate, sentAtMs, quote)
      }
      // A template's message has no local id; it is looked for among the latest, which needs this machine's IP on their list.
      const fate = await get('sms/latestoutbox', { pagesize: String(listedMessages) }, signal)
      if (fate.fate !== 'answered') return { found: 'not_heard', words: unheard('Kavenegar', fate).words }
      const carriesOurCode = (text: string): boolean => holdsCode(text, form.token ?? '')
      return foundInOutbox(fate, { to: message.to, carriesOurCode, sentAtMs, listed: listedMessages }, quote)
    },
    async report(providerMessageId, signal) {
      if (!/^\d{1,20}$/.test(providerMessageId))
        return { state: 'not_heard', words: 'This is not the id of a Kavenegar message.' }
      const fate = await get('sms/status', { messageid: providerMessageId }, signal)
      if (fate.fate !== 'answered') return { state: 'not_heard', words: unheard('Kavenegar', fate).words }
      return kavenegarReport(fate, quoteWith(''))
    },
    async balance(signal) {
      const fate = await get('account/info', {}, signal)
      if (fate.fate !== 'answered') return { result: 'not_told', ...unheard('Kavenegar', fate) }
      return kavenegarBalance(fate, quoteWith(''))
    },
    async close() {},
  }
}

interface KavenegarRequest {
  readonly method: 'sms/send' | 'verify/lookup'
  readonly form: Readonly<Record<string, string>>
}

/** A code goes by its template where there is one: such messages reach people who have blocked advertisements. */
function requestOf(message: OutgoingMessage, parts: KavenegarParts): KavenegarRequest {
  const receptor = receptorOf(message.to)
  if (parts.codeTemplate && message.code !== null) {
    const { digits, reference } = message.code
    return {
      method: 'verify/lookup',
      form: { receptor, template: parts.codeTemplate, token: digits, token2: reference, type: 'sms' },
    }
  }
  const sender = parts.sender === null ? {} : { sender: parts.sender }
  return {
    method: 'sms/send',
    form: { receptor, message: message.text, localid: localId(message.messageId), ...sender },
  }
}

/**
 * Our id as the positive 63-bit number Kavenegar wants, always the same for the same message: a second request with it
 * makes no second message. Source: kavenegar.com/rest.html, `sms/send`, `localid`.
 */
function localId(messageId: string): string {
  const hash = createHash('sha256').update(messageId).digest().readBigUInt64BE()
  return String(BigInt.asUintN(63, hash) || 1n)
}

/** E.164 as Kavenegar writes it: `+98912…` becomes `0098912…`. */
function receptorOf(phone: string): string {
  return phone.replace(/^\+/, '00')
}
