/** Writes a message for its channel and language. Pure: the same request gives the same words, whoever asks, whenever. */
import type { TemplateKey, TemplateSource } from '../../contract/templates.ts'
import type { Channel, Locale } from '../../contract/values.ts'
import type { TemplateName, TemplateParams } from './outbox.ts'
import { problemsOf } from './template-check.ts'
import { type Content, contentOf } from './template-content.ts'
import { mailHtml, mailText } from './template-mail.ts'
import { placeholdersOf, purposeOf } from './template-placeholders.ts'
import { fittedSms, fittedText, gsmPlaces, gsmWriting } from './template-sms.ts'
import { type Fillings, fill, lineValue } from './template-text.ts'
import { originalOf, type Words, wordsByLocale } from './template-words.ts'

export interface ComposeRequest {
  readonly template: TemplateName
  readonly channel: Channel
  readonly locale: Locale
  /** The office's name, as customers know it. */
  readonly office: string
  /**
   * `code`: name, code, reference, minutes, purpose. `receipt`: name, receiptNo, amount (already with its currency), date;
   * the caller attaches the receipt itself. `ticket_resolved`: name, ticketNo, answer. `password_changed`: name. `test`: nothing.
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

/** The office's own words for a message, or null where it has none. */
export type SourceOf = (key: TemplateKey) => TemplateSource | null

const longestOffice = 80
const longestSubject = 150
/** Twilio refuses a longer body. Source: Twilio error 21617. */
const longestWhatsApp = 1_600

/**
 * Throws where a parameter the template needs is missing: such a message must not leave. Words that lack something, as
 * those of an older version may, are passed over for the original ones: a code must not wait for an editor.
 */
export function composeMessage(request: ComposeRequest, sourceOf: SourceOf = () => null): ComposedMessage {
  const { template, channel, locale, params } = request
  const key = { purpose: purposeOf(template, String(params.purpose)), channel, locale }
  const own = sourceOf(key)
  return writtenIn(own !== null && problemsOf(key, own).length === 0 ? own : originalOf(key), key, request)
}

/** The message in these very words, whatever is wrong with them: for a preview. */
export function writtenIn(source: TemplateSource, key: TemplateKey, request: ComposeRequest): ComposedMessage {
  const words = wordsByLocale[key.locale]
  const office = lineValue(request.office, longestOffice) || words.officeUnwritable
  const content = contentOf({ ...request, words, office })
  const placeholders = placeholdersOf(key)
  const fillings = among(content.fillings, placeholders)
  if (key.channel !== 'email')
    return { subject: '', text: shortText(source.body, { key, words, content, fillings }), html: null }
  const headFillings = among(
    content.fillings,
    placeholders.filter((each) => each.inSubject),
  )
  const parts = { source, words, content, fillings, headFillings }
  const subject = fill(source.subject, headFillings)
  return {
    subject: lineValue(subject, longestSubject),
    text: mailText(parts),
    html: mailHtml(parts, subject, key.locale),
  }
}

const among = (fillings: Fillings, offered: readonly { readonly name: string }[]): Fillings =>
  Object.fromEntries(offered.map(({ name }) => [name, fillings[name] ?? '']))

interface ShortParts {
  readonly key: TemplateKey
  readonly words: Words
  readonly content: Content
  readonly fillings: Fillings
}

/** English codes are written in the GSM alphabet where that costs no words, which more than doubles a segment. */
function shortText(body: string, { key, words, content, fillings }: ShortParts): string {
  const { channel, locale, purpose } = key
  const cheap = channel === 'sms' && locale === 'en' && purpose.startsWith('code_') && gsmPlaces(body) !== null
  const name = content.fillings.office
  const office = cheap ? gsmWriting(name) || words.officeUnwritable : name
  const render = (value: string): string => fill(body, { ...fillings, office, [content.shortens]: value })
  const whole = content.shortens === 'office' ? office : String(fillings[content.shortens])
  return channel === 'sms' ? fittedSms(render, whole, content.segments) : fittedText(render, whole, longestWhatsApp)
}
