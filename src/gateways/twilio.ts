/** SMS and WhatsApp through Twilio. The library is heavy, so it is loaded with the first message. */
import type { Gateway, OutgoingMessage, SendResult } from '../core/delivery/gateway.ts'
import { under } from './http-base.ts'
import { type HttpFate, postOnce } from './http-exchange.ts'
import { lostResult, neverLeftResult } from './http-failure.ts'
import { providerWords } from './provider-words.ts'
import { twilioResult } from './twilio-answer.ts'

export interface TwilioParts {
  readonly accountSid: string
  readonly authToken: string
  /** Sender of SMS, E.164 or an alphanumeric sender id; null where only WhatsApp is set up. */
  readonly phoneNumber: string | null
  /** Sender of WhatsApp, E.164 without the `whatsapp:` prefix; null where only SMS is set up. */
  readonly whatsappNumber: string | null
  /** Replaces https://api.twilio.com, for a proxy or a test server. */
  readonly apiBase: URL | null
}

export function twilioGateway(parts: TwilioParts): Gateway {
  const login = `${parts.accountSid}:${parts.authToken}`
  return {
    provider: 'twilio',
    async send(message, signal) {
      const addresses = addressesOf(message, parts)
      if (addresses === null)
        return { result: 'refused', failure: 'not_configured', words: `Twilio has no sender for ${message.channel}.` }
      const fate = await createMessage(parts, { ...addresses, body: message.text }, signal)
      if (fate.fate === 'never_left') return neverLeftResult('Twilio', fate)
      if (fate.fate === 'lost') return lostResult('Twilio', fate)
      return twilioResult(fate, (said) =>
        providerWords(said, [parts.authToken, login], message.text),
      ) satisfies SendResult
    },
    async close() {},
  }
}

/** Source for the prefix: twilio.com/docs/whatsapp/api, "Send a message". */
function addressesOf(message: OutgoingMessage, parts: TwilioParts): { from: string; to: string } | null {
  if (message.channel === 'whatsapp')
    return parts.whatsappNumber === null
      ? null
      : { from: `whatsapp:${parts.whatsappNumber}`, to: `whatsapp:${message.to}` }
  return message.channel === 'email' || parts.phoneNumber === null ? null : { from: parts.phoneNumber, to: message.to }
}

/**
 * Lets Twilio's library write the request and carries it ourselves: its own transport tells neither whether the request
 * left nor ends with a signal. The library's retries never run, for they live in the transport that is replaced.
 */
async function createMessage(
  parts: TwilioParts,
  message: { from: string; to: string; body: string },
  signal: AbortSignal,
): Promise<HttpFate> {
  const { default: twilio } = await import('twilio')
  const fates: HttpFate[] = []
  const carrier = new twilio.RequestClient()
  carrier.request = async (options) => {
    const fate = await postOnce(
      {
        url: parts.apiBase === null ? new URL(options.uri) : under(parts.apiBase, new URL(options.uri).pathname),
        headers: {
          ...stringsOf(options.headers),
          authorization: `Basic ${Buffer.from(`${parts.accountSid}:${parts.authToken}`).toString('base64')}`,
        },
        body: new URLSearchParams(stringsOf(options.data)).toString(),
      },
      signal,
    )
    fates.push(fate)
    throw new Error('carried')
  }
  const client = twilio(parts.accountSid, parts.authToken, { httpClient: carrier })
  try {
    await client.messages.create(message)
  } catch (error) {
    if (fates.length === 0) throw error
  }
  const [fate] = fates
  if (fate === undefined) throw new Error('the Twilio library did not ask for its request to be carried')
  return fate
}

function stringsOf(fields: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields ?? {}).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  )
}
