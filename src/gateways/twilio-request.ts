/** Twilio's library writes the requests; this carries them, and knows of each whether it left and what came back. */
import type { Twilio } from 'twilio'
import { under } from './http-base.ts'
import { exchangeOnce, type HttpFate } from './http-exchange.ts'

export interface TwilioAccess {
  readonly accountSid: string
  readonly authToken: string
  /** Replaces https://api.twilio.com, for a proxy or a test server. */
  readonly apiBase: URL | null
}

/** What a provider's words must not repeat: the token, and the login it is part of. */
export function twilioSecrets(access: TwilioAccess): string[] {
  return [access.authToken, `${access.accountSid}:${access.authToken}`]
}

/**
 * Lets Twilio's library write the request and carries it ourselves: its own transport tells neither whether the request
 * left nor ends with a signal. The library's retries never run, for they live in the transport that is replaced. `ask` makes
 * one request; what becomes of it inside the library does not matter.
 */
export async function carried(
  access: TwilioAccess,
  signal: AbortSignal,
  ask: (client: Twilio) => Promise<unknown>,
  maxAnswerBytes?: number,
): Promise<HttpFate> {
  const { default: twilio } = await import('twilio')
  const fates: HttpFate[] = []
  const carrier = new twilio.RequestClient()
  carrier.request = async (options) => {
    const posts = String(options.method).toUpperCase() === 'POST'
    const fate = await exchangeOnce(
      {
        method: posts ? 'POST' : 'GET',
        url: addressOf(access, options.uri, fieldsOf(options.params)),
        headers: {
          ...fieldsOf(options.headers),
          authorization: `Basic ${Buffer.from(`${access.accountSid}:${access.authToken}`).toString('base64')}`,
        },
        body: posts ? new URLSearchParams(fieldsOf(options.data)).toString() : null,
        ...(maxAnswerBytes === undefined ? {} : { maxAnswerBytes }),
      },
      signal,
    )
    fates.push(fate)
    throw new Error('carried')
  }
  try {
    await ask(twilio(access.accountSid, access.authToken, { httpClient: carrier }))
  } catch (error) {
    if (fates.length === 0) throw error
  }
  const [fate] = fates
  if (fate === undefined) throw new Error('the Twilio library did not ask for its request to be carried')
  return fate
}

function addressOf(access: TwilioAccess, uri: string, query: Readonly<Record<string, string>>): URL {
  const written = new URL(uri)
  const url = access.apiBase === null ? written : under(access.apiBase, written.pathname)
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  return url
}

function fieldsOf(fields: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields ?? {}).flatMap(([name, value]) =>
      typeof value === 'string' || typeof value === 'number' ? [[name, String(value)]] : [],
    ),
  )
}
