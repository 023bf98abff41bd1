/** SMS and WhatsApp through Twilio. The library is heavy, so it is loaded with the first message. */
import type { Gateway, OutgoingMessage } from '../core/delivery/gateway.ts'
import { localWhere } from './http-base.ts'
import { listAnswerBytes } from './http-exchange.ts'
import { leftInDoubt, lostResult, neverLeftResult, unheard } from './http-failure.ts'
import { holdsCode, providerWords } from './provider-words.ts'
import { twilioResult, twilioSpoke } from './twilio-answer.ts'
import { foundInList, twilioBalance, twilioReport } from './twilio-report.ts'
import { carried, type TwilioAccess, twilioSecrets } from './twilio-request.ts'

export interface TwilioParts extends TwilioAccess {
  /** Sender of SMS, E.164 or an alphanumeric sender id; null where only WhatsApp or a messaging service is set up. */
  readonly phoneNumber: string | null
  /** Sender of WhatsApp, E.164 without the `whatsapp:` prefix; null where only SMS is set up. */
  readonly whatsappNumber: string | null
  /** `MG…`: chooses the sender of SMS in place of the number. */
  readonly messagingServiceSid?: string | null
  /** Where Twilio posts every change of a message's status; https. */
  readonly statusCallback?: string | null
  /** `HX…`: the approved WhatsApp template that carries codes as {{1}}. */
  readonly whatsappContentSid?: string | null
}

/** What `TwilioParts.phoneNumber` may be: E.164, a short code, or a sender name of at most 11 letters and digits. */
export const twilioSenderShape = /^(?:\+?[1-9]\d{2,14}|(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11})$/

/** A list of this many messages is asked for; Twilio gives at most 1000 at once. */
const listedMessages = 50

export function twilioGateway(parts: TwilioParts): Gateway {
  const quoteWith =
    (text: string) =>
    (said: string): string =>
      providerWords(said, twilioSecrets(parts), text)
  return {
    provider: 'twilio',
    ...localWhere(parts.apiBase?.hostname),
    async send(message, signal) {
      const request = requestOf(message, parts)
      if (request === null)
        return {
          result: 'refused',
          failure: 'not_configured',
          words: `Twilio has no sender for ${message.channel}.`,
          elsewhere: true,
        }
      const fate = await carried(parts, signal, (client) => client.messages.create(request))
      if (fate.fate === 'never_left') return neverLeftResult('Twilio', fate)
      if (fate.fate === 'lost') return lostResult('Twilio', fate)
      return leftInDoubt('Twilio', fate.status, twilioSpoke(fate)) ?? twilioResult(fate, quoteWith(message.text))
    },
    async lookUp(message, sentAtMs, signal) {
      const request = requestOf(message, parts)
      if (request === null) return { found: 'not_heard', words: `Twilio has no sender for ${message.channel}.` }
      const { to, from, body, messagingServiceSid } = request
      // Only a number of ours is what the list shows as sender; a messaging service and a sender name may show otherwise.
      const sender = from !== undefined && /^(?:whatsapp:)?\+\d+$/.test(from) ? { from } : {}
      const ask = { to, ...sender, pageSize: listedMessages }
      const fate = await carried(parts, signal, (client) => client.messages.page(ask), listAnswerBytes)
      if (fate.fate !== 'answered') return { found: 'not_heard', words: unheard('Twilio', fate).words }
      const { code } = message
      const mayDiffer = body === undefined || messagingServiceSid !== undefined
      return foundInList(
        fate,
        {
          text: message.text,
          rewritten: mayDiffer && code !== null ? (said) => holdsCode(said, code.digits) : null,
          sentAtMs,
          unique: code !== null,
        },
        quoteWith(message.text),
      )
    },
    async report(providerMessageId, signal) {
      if (!/^[A-Za-z0-9]{1,64}$/.test(providerMessageId))
        return { state: 'not_heard', words: 'This is not the id of a Twilio message.' }
      const fate = await carried(parts, signal, (client) => client.messages(providerMessageId).fetch())
      if (fate.fate !== 'answered') return { state: 'not_heard', words: unheard('Twilio', fate).words }
      return twilioReport(fate, quoteWith(''))
    },
    async balance(signal) {
      const fate = await carried(parts, signal, (client) => client.balance.fetch())
      if (fate.fate !== 'answered') return { result: 'not_told', ...unheard('Twilio', fate) }
      return twilioBalance(fate, quoteWith(''))
    },
    async close() {},
  }
}

interface CreateMessage {
  to: string
  from?: string
  messagingServiceSid?: string
  body?: string
  contentSid?: string
  contentVariables?: string
  statusCallback?: string
  validityPeriod?: number
}

/**
 * Null where no sender is set up for the channel. Sources: twilio.com/docs/messaging/api/message-resource
 * #create-a-message-resource; twilio.com/docs/whatsapp/api for the prefix; twilio.com/docs/content/using-variables-with-content-api.
 */
function requestOf(message: OutgoingMessage, parts: TwilioParts): CreateMessage | null {
  const common = { ...validity(message), ...(parts.statusCallback ? { statusCallback: parts.statusCallback } : {}) }
  if (message.channel === 'whatsapp') {
    if (parts.whatsappNumber === null) return null
    const content = contentOf(message, parts.whatsappContentSid ?? null)
    return { to: `whatsapp:${message.to}`, from: `whatsapp:${parts.whatsappNumber}`, ...content, ...common }
  }
  if (message.channel !== 'sms') return null
  const body = message.text
  if (parts.messagingServiceSid)
    return { to: message.to, messagingServiceSid: parts.messagingServiceSid, body, ...common }
  return parts.phoneNumber === null ? null : { to: message.to, from: parts.phoneNumber, body, ...common }
}

/** A template stands in for the text, never beside it. */
function contentOf(message: OutgoingMessage, contentSid: string | null): Partial<CreateMessage> {
  return contentSid === null || contentSid === '' || message.code === null
    ? { body: message.text }
    : { contentSid, contentVariables: JSON.stringify({ 1: message.code.digits }) }
}

/** Twilio takes 1 s to 36 000 s (10 h), and advises more than 5 s. */
function validity(message: OutgoingMessage): { validityPeriod?: number } {
  if (message.validForMs === null) return {}
  return { validityPeriod: Math.min(36_000, Math.max(6, Math.floor(message.validForMs / 1_000))) }
}
