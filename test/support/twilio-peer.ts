/**
 * A loopback server that speaks Twilio's Messages API as published, errors included, and remembers what it took.
 * Source: twilio.com/docs/messaging/api/message-resource#create-a-message-resource, twilio.com/docs/usage/twilios-response.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { PeerCertificate } from './smtp-peer-certificate.ts'

export type TwilioBehaviour =
  | { readonly does: 'accept' }
  /** Answers with Twilio's error body `{code, message, more_info, status}`. */
  | {
      readonly does: 'fail'
      readonly status: number
      readonly code: number
      readonly message: string
      readonly retryAfter?: string
    }
  /** Answers with exactly this. */
  | {
      readonly does: 'answer'
      readonly status: number
      readonly body: string
      readonly headers?: Readonly<Record<string, string>>
    }
  /** Reads the request and never answers. */
  | { readonly does: 'hang' }
  /** Reads the request and cuts the connection. */
  | { readonly does: 'drop' }
  /** Answers 201 and cuts the connection within the body. */
  | { readonly does: 'drop_mid_answer' }

export interface TakenText {
  readonly to: string
  readonly from: string
  readonly body: string
}

export interface TwilioPeer {
  /** For TWILIO_API_BASE. */
  readonly base: string
  readonly taken: readonly TakenText[]
  /** Requests that came in, whatever became of them. */
  requests(): number
  close(): Promise<void>
}

export const twilioAccount = { sid: `AC${'0123456789abcdef'.repeat(2)}`, token: 'twilio-token-5f1d' }

/** Parameters of Create Message that this product may send; any other is a mistake here. */
const published = new Set([
  'To',
  'From',
  'Body',
  'MessagingServiceSid',
  'StatusCallback',
  'ValidityPeriod',
  'ContentSid',
])

/** With a certificate the server speaks HTTPS. */
export async function twilioPeer(behaviour: TwilioBehaviour, tls: PeerCertificate | null = null): Promise<TwilioPeer> {
  const taken: TakenText[] = []
  let requests = 0
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    requests += 1
    const body = await read(request)
    if (behaviour.does === 'hang') return
    if (behaviour.does === 'drop') return void request.socket.destroy()
    const fault = faultOf(request, body)
    if (fault !== null) return fail(response, fault)
    switch (behaviour.does) {
      case 'fail':
        return fail(response, behaviour)
      case 'answer':
        return void response.writeHead(behaviour.status, behaviour.headers ?? {}).end(behaviour.body)
      case 'drop_mid_answer':
        response.writeHead(201, { 'content-type': 'application/json', 'content-length': '500' })
        return void response.write('{"sid": "SM', () => request.socket.destroy())
      case 'accept':
        return accept(response, new URLSearchParams(body), taken)
    }
  }
  const server = tls === null ? createServer(serve) : createSecureServer(tls, serve)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    base: `${tls === null ? 'http' : 'https'}://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    taken,
    requests: () => requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

interface Fault {
  readonly status: number
  readonly code: number
  readonly message: string
  readonly retryAfter?: string
}

/** What the real API would refuse: wrong place, wrong login, wrong encoding, missing or unknown parameters. */
function faultOf(request: IncomingMessage, body: string): Fault | null {
  const login = Buffer.from(`${twilioAccount.sid}:${twilioAccount.token}`).toString('base64')
  if (request.headers.authorization !== `Basic ${login}`) return { status: 401, code: 20003, message: 'Authenticate' }
  if (request.method !== 'POST' || request.url !== `/2010-04-01/Accounts/${twilioAccount.sid}/Messages.json`)
    return { status: 404, code: 20404, message: `The requested resource ${request.url} was not found` }
  if (request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') !== true)
    return { status: 415, code: 20415, message: 'Unsupported Media Type' }
  const form = new URLSearchParams(body)
  const unknown = [...form.keys()].find((name) => !published.has(name))
  if (unknown !== undefined) return { status: 400, code: 20001, message: `Unknown parameter ${unknown}` }
  if (!form.has('To')) return { status: 400, code: 21604, message: "A 'To' phone number is required." }
  if (!form.has('From')) return { status: 400, code: 21603, message: "A 'From' phone number is required." }
  return form.get('Body') ? null : { status: 400, code: 21602, message: 'Message body is required.' }
}

function fail(response: ServerResponse, { status, code, message, retryAfter }: Fault): void {
  const more_info = `https://www.twilio.com/docs/errors/${code}`
  response
    .writeHead(status, {
      'content-type': 'application/json',
      ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }),
    })
    .end(JSON.stringify({ code, message, more_info, status }))
}

function accept(response: ServerResponse, form: URLSearchParams, taken: TakenText[]): void {
  const [to, from, body] = ['To', 'From', 'Body'].map((name) => form.get(name) ?? '')
  taken.push({ to: to ?? '', from: from ?? '', body: body ?? '' })
  const sid = `SM${String(taken.length).padStart(32, '0')}`
  response.writeHead(201, { 'content-type': 'application/json' }).end(
    JSON.stringify({
      sid,
      account_sid: twilioAccount.sid,
      to,
      from,
      body,
      status: 'queued',
      error_code: null,
      error_message: null,
    }),
  )
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}
