/** Writes a message for its channel and language. Pure: the same request gives the same words, whoever asks, whenever. */
import type { Channel, Locale } from '../../contract/values.ts'
import type { TemplateName, TemplateParams } from './outbox.ts'
import { type Letter, letterOf } from './template-letter.ts'
import { mailHtml, mailText } from './template-mail.ts'
import { fittedSms, gsmWriting } from './template-sms.ts'
import { fill, lineValue } from './template-text.ts'
import { type Words, wordsByLocale } from './template-words.ts'

export interface ComposeRequest {
  readonly template: TemplateName
  readonly channel: Channel
  readonly locale: Locale
  /** The office's name, as customers know it. */
  readonly office: string
  /**
   * `code`: name, code, reference, minutes, purpose. `receipt`: name, receiptNo, amount (already with its currency), date;
   * the caller attaches the receipt itself. `ticket_resolved`: name, ticketNo, answer. `test`: nothing.
   */
  readonly params: TemplateParams
}

export interface ComposedMessage {
  /** One line; empty for SMS and WhatsApp. Never holds the code: subjects stand on locked screens and in mail logs. */
  readonly subject: string
  readonly text: string
  /** Null for SMS and WhatsApp. */
  readonly html: string | null
}

const longestOffice = 80
const longestSubject = 150

/** Throws where a parameter the template needs is missing: such a message must not leave. */
export function composeMessage(request: ComposeRequest): ComposedMessage {
  const words = wordsByLocale[request.locale]
  const office = lineValue(request.office, longestOffice) || words.officeUnwritable
  const letter = letterOf({ ...request, words, office })
  if (request.channel !== 'email') return { subject: '', text: shortText(letter, request, words), html: null }
  return {
    subject: lineValue(letter.subject, longestSubject),
    text: mailText(letter, words, office),
    html: mailHtml(letter, words, office, request.locale),
  }
}

/** English SMS are written in the GSM alphabet where that costs no words, which more than doubles a segment. */
function shortText({ sms }: Letter, { channel, locale, template }: ComposeRequest, words: Words): string {
  const cheap = channel === 'sms' && locale === 'en' && template === 'code'
  const office = cheap ? gsmWriting(sms.values.office ?? '') || words.officeUnwritable : (sms.values.office ?? '')
  const values = { ...sms.values, office }
  const render = (value: string): string => fill(sms.pattern, { ...values, [sms.shortens]: value })
  const whole = sms.shortens === 'office' ? office : (sms.values[sms.shortens] ?? '')
  return channel === 'sms' ? fittedSms(render, whole, sms.segments) : render(whole)
}
