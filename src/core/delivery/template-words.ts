/** The words of every message in every language, bundled with the product: what an office starts from and may go back to. */
import en from '../../../resources/templates/en.json' with { type: 'json' }
import fa from '../../../resources/templates/fa.json' with { type: 'json' }
import hi from '../../../resources/templates/hi.json' with { type: 'json' }
import type { MessagePurpose } from '../../contract/message-purposes.ts'
import type { TemplateKey, TemplateSource } from '../../contract/templates.ts'
import type { Locale } from '../../contract/values.ts'

interface MessageWords {
  /** `body` is a list of paragraphs. */
  readonly mail: { readonly subject: string; readonly heading: string; readonly body: readonly string[] }
  readonly sms: string
  /** Left out where WhatsApp says what an SMS says. */
  readonly whatsapp?: string
}

/** English is the measure: a language that lacks a sentence does not compile. */
export type Words = Omit<typeof en, 'messages'> & {
  readonly messages: Readonly<Record<MessagePurpose, MessageWords>>
}

export const wordsByLocale: Readonly<Record<Locale, Words>> = { en, fa, hi }

/** The words a message has where the office wrote none of its own. */
export function originalOf({ purpose, channel, locale }: TemplateKey): TemplateSource {
  const { mail, sms, whatsapp } = wordsByLocale[locale].messages[purpose]
  if (channel === 'email') return { subject: mail.subject, heading: mail.heading, body: mail.body.join('\n\n') }
  return { subject: '', heading: '', body: channel === 'whatsapp' ? (whatsapp ?? sms) : sms }
}
