/**
 * A loopback server that speaks Twilio's Messages API as published, errors included. It keeps what it took, so that asking
 * it tells the truth, and holds every request against what Twilio publishes (`twilio-peer-rules.ts`).
 */
import type { ServerResponse } from 'node:http'
import { httpServer, isMisbehaviour, type Misbehaviour, misbehave } from './http-peer.ts'
import type { PeerCertificate } from './smtp-peer-certificate.ts'
import { type Fault, readRequest, type TwilioAsked, twilioAccount } from './twilio-peer-rules.ts'

export { twilioAccount }

/** With `on` it concerns requests of that kind only; without, all but what `take_then_…` cannot concern. */
export type TwilioBehaviour = { readonly on?: TwilioAsked['asked'] } & (
  | { readonly does: 'accept' }
  /** Answers with Twilio's error body `{code, message, more_info, status}`. */
  | ({ readonly does: 'fail' } & Fault)
  /** Records the message, then cuts the connection without an answer. */
  | { readonly does: 'take_then_drop' }
  /** Records the message and never answers. */
  | { readonly does: 'take_then_hang' }
  | Misbehaviour
)

export interface TakenText {
  readonly to: string
  /** Empty where a messaging service chooses. */
  readonly from: string
  /** What a phone would show: with a template, the template filled in. */
  readonly body: string
}

/** A message as the peer keeps it. Tests may change it, like a provider does with time. */
export interface PeerText extends TakenText {
  readonly sid: string
  /** Every parameter it was created with. */
  readonly form: Readonly<Record<string, string>>
  createdAtMs: number
  status: string
  errorCode: number | null
  errorMessage: string | null
  price: string | null
  priceUnit: string
}

export type Progress = Partial<Pick<PeerText, 'status' | 'errorCode' | 'errorMessage' | 'price' | 'priceUnit'>>

export interface TwilioPeer {
  /** For TWILIO_API_BASE. */
  readonly base: string
  readonly taken: readonly TakenText[]
  /** The same with all that is known of them, oldest first. */
  readonly messages: readonly PeerText[]
  /** Requests that came in, whatever became of them. */
  requests(): number
  /** Those of one kind that were as published. */
  asked(kind: TwilioAsked['asked']): number
  /** Behaves so from now on: the first that concerns a request decides, and where none does it is accepted. */
  become(...behaviours: readonly TwilioBehaviour[]): void
  /** How far a message has come, as its fetch and the list will tell. */
  settle(sid: string, progress: Progress): void
  /** A message somebody else created. */
  plant(text: TakenText & { readonly createdAtMs: number }): void
  /** What the account holds; null as for a subaccount, which is told none. */
  credit: string | null
  /** Rejects where a request broke what Twilio publishes. */
  close(): Promise<void>
}

const template = 'Your code is {{1}}. Do not share it.'

/** With a certificate the server speaks HTTPS. */
export async function twilioPeer(first: TwilioBehaviour, tls: PeerCertificate | null = null): Promise<TwilioPeer> {
  const messages: PeerText[] = []
  const asked: TwilioAsked['asked'][] = []
  const broken: string[] = []
  let behaviours: readonly TwilioBehaviour[] = [first]
  let requests = 0

  const record = (text: TakenText, form: Readonly<Record<string, string>>, createdAtMs: number): PeerText => {
    const sid = `SM${String(messages.length + 1).padStart(32, '0')}`
    const kept = { ...text, sid, form, createdAtMs, status: 'queued', errorCode: null, errorMessage: null }
    const message: PeerText = { ...kept, price: null, priceUnit: 'USD' }
    messages.push(message)
    return message
  }

  const server = await httpServer((request, response, body) => {
    requests += 1
    const reading = readRequest(request, body)
    const kind = reading.ok ? reading.asked.asked : null
    const now = behaviours.find((each) => concerns(each, kind)) ?? { does: 'accept' }
    if (!reading.ok && reading.broken) broken.push(`${request.method} ${request.url}: ${reading.fault.message}`)
    if (!reading.ok && !['hang', 'drop', 'end_unanswered'].includes(now.does)) return fail(response, reading.fault)
    if (kind !== null) asked.push(kind)
    if (isMisbehaviour(now)) return misbehave(now, { status: 201, body: '{"sid": "SM' }, response)
    if (now.does === 'fail') return fail(response, now)
    if (!reading.ok) return
    switch (reading.asked.asked) {
      case 'create': {
        const form = Object.fromEntries(reading.asked.form)
        const message = record(textOf(form), form, Date.now())
        if (now.does === 'take_then_drop') return void request.socket.destroy()
        if (now.does === 'take_then_hang') return
        return tell(response, 201, resource(message))
      }
      case 'list':
        return tell(response, 200, listed(messages, reading.asked.query))
      case 'fetch': {
        const { sid } = reading.asked
        const message = messages.find((each) => each.sid === sid)
        if (message === undefined) return fail(response, { status: 404, code: 20404, message: `${sid} was not found` })
        return tell(response, 200, resource(message))
      }
      case 'balance':
        return tell(response, 200, {
          account_sid: twilioAccount.sid,
          ...(peer.credit === null ? {} : { balance: peer.credit, currency: 'USD' }),
        })
    }
  }, tls)

  const peer: TwilioPeer = {
    base: server.base,
    get taken() {
      return messages.map(({ to, from, body }) => ({ to, from, body }))
    },
    messages,
    requests: () => requests,
    asked: (kind) => asked.filter((each) => each === kind).length,
    become(...next) {
      behaviours = next
    },
    settle(sid, progress) {
      const message = messages.find((each) => each.sid === sid)
      if (message === undefined) throw new Error(`the Twilio peer has no ${sid}`)
      Object.assign(message, progress)
    },
    plant({ createdAtMs, ...text }) {
      record(text, {}, createdAtMs)
    },
    credit: '12.34',
    async close() {
      await server.close()
      if (broken.length > 0) throw new Error(`not as Twilio publishes it: ${broken.join('; ')}`)
    },
  }
  return peer
}

function concerns({ on, does }: TwilioBehaviour, kind: TwilioAsked['asked'] | null): boolean {
  if (on !== undefined) return on === kind
  return does.startsWith('take_then_') ? kind === 'create' : true
}

function textOf(form: Readonly<Record<string, string>>): TakenText {
  const values: Record<string, string> = JSON.parse(form.ContentVariables ?? '{}')
  const body = form.Body ?? template.replace(/\{\{(\d+)\}\}/g, (_, name: string) => values[name] ?? '')
  return { to: form.To ?? '', from: form.From ?? '', body }
}

/** The Message resource's fields, dates in RFC 2822. */
function resource(message: PeerText): object {
  const date = new Date(message.createdAtMs).toUTCString().replace('GMT', '+0000')
  return {
    sid: message.sid,
    account_sid: twilioAccount.sid,
    api_version: '2010-04-01',
    to: message.to,
    from: message.from === '' ? null : message.from,
    messaging_service_sid: message.form.MessagingServiceSid ?? null,
    body: message.body,
    status: message.status,
    direction: 'outbound-api',
    num_segments: '1',
    num_media: '0',
    date_created: date,
    date_updated: date,
    date_sent: null,
    price: message.price,
    price_unit: message.priceUnit,
    error_code: message.errorCode,
    error_message: message.errorMessage,
    uri: `/2010-04-01/Accounts/${twilioAccount.sid}/Messages/${message.sid}.json`,
  }
}

/** Newest first, a page at a time. */
function listed(messages: readonly PeerText[], query: URLSearchParams): object {
  const size = Number(query.get('PageSize') ?? '50')
  const wanted = messages
    .filter(({ to, from }) => (query.get('To') ?? to) === to && (query.get('From') ?? from) === from)
    .toSorted((a, b) => b.createdAtMs - a.createdAtMs)
  const path = `/2010-04-01/Accounts/${twilioAccount.sid}/Messages.json`
  return {
    messages: wanted.slice(0, size).map(resource),
    page: 0,
    page_size: size,
    next_page_uri: wanted.length > size ? `${path}?PageSize=${size}&Page=1&PageToken=PASM1` : null,
    uri: `${path}?${query}`,
  }
}

function fail(response: ServerResponse, { status, code, message, retryAfter }: Fault): void {
  const more_info = `https://www.twilio.com/docs/errors/${code}`
  const later = retryAfter === undefined ? {} : { 'retry-after': retryAfter }
  tell(response, status, { code, message, more_info, status }, later)
}

function tell(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}
