/** SMS through Kavenegar (Iran). Its API key is part of the address, so no error may ever carry the address on. */
import type { Gateway, OutgoingMessage } from '../core/delivery/gateway.ts'
import { under } from './http-base.ts'
import { postOnce } from './http-exchange.ts'
import { lostResult, neverLeftResult } from './http-failure.ts'
import { kavenegarResult } from './kavenegar-answer.ts'
import { providerWords } from './provider-words.ts'

export interface KavenegarParts {
  readonly apiKey: string
  /** The line the message comes from; null lets Kavenegar use the account's default line. */
  readonly sender: string | null
  /** Replaces https://api.kavenegar.com, for a proxy or a test server. */
  readonly apiBase: URL | null
}

const publicBase = 'https://api.kavenegar.com'

/** Source: kavenegar.com/rest.html, `sms/send`. */
export function kavenegarGateway(parts: KavenegarParts): Gateway {
  const base = parts.apiBase ?? new URL(publicBase)
  return {
    provider: 'kavenegar',
    async send(message, signal) {
      const fate = await postOnce(
        {
          url: under(base, `/v1/${encodeURIComponent(parts.apiKey)}/sms/send.json`),
          headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8', accept: 'application/json' },
          body: formOf(message, parts.sender),
        },
        signal,
      )
      if (fate.fate === 'never_left') return neverLeftResult('Kavenegar', fate)
      if (fate.fate === 'lost') return lostResult('Kavenegar', fate)
      return kavenegarResult(fate, (said) => providerWords(said, [parts.apiKey], message.text))
    },
    async close() {},
  }
}

function formOf(message: OutgoingMessage, sender: string | null): string {
  const form = new URLSearchParams({ receptor: receptor(message.to), message: message.text })
  if (sender !== null) form.set('sender', sender)
  return form.toString()
}

/** E.164 as Kavenegar writes it: `+98912…` becomes `0098912…`. */
function receptor(phone: string): string {
  return phone.replace(/^\+/, '00')
}
