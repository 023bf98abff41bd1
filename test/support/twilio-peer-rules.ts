/**
 * What Twilio publishes of the requests this product makes: place, verb, login, encoding and parameters of each.
 * Sources: twilio.com/docs/messaging/api/message-resource, twilio.com/docs/usage/api/account-balance,
 * twilio.com/docs/usage/requests-to-twilio; the names also stand in the twilio package, `rest/api/v2010/account/message.d.ts`.
 */
import type { IncomingMessage } from 'node:http'

export const twilioAccount = { sid: `AC${'0123456789abcdef'.repeat(2)}`, token: 'twilio-token-5f1d' }

export interface Fault {
  readonly status: number
  readonly code: number
  readonly message: string
  readonly retryAfter?: string
}

export type TwilioAsked =
  | { readonly asked: 'create'; readonly form: URLSearchParams }
  | { readonly asked: 'list'; readonly query: URLSearchParams }
  | { readonly asked: 'fetch'; readonly sid: string }
  | { readonly asked: 'balance' }

/**
 * `broken` is a fault no client that follows the documentation makes: the test that sees one fails. Any other is an answer
 * Twilio gives to what an office may well do, like a wrong token.
 */
export type Reading =
  | { readonly ok: true; readonly asked: TwilioAsked }
  | { readonly ok: false; readonly broken: boolean; readonly fault: Fault }

const createNames = new Set([
  'To',
  'From',
  'Body',
  'MessagingServiceSid',
  'StatusCallback',
  'ValidityPeriod',
  'ContentSid',
  'ContentVariables',
])
const listNames = new Set(['To', 'From', 'DateSent', 'DateSent<', 'DateSent>', 'PageSize', 'Page', 'PageToken'])

const account = `/2010-04-01/Accounts/${twilioAccount.sid}`

export function readRequest(request: IncomingMessage, body: string): Reading {
  const url = new URL(request.url ?? '', 'http://peer')
  const login = Buffer.from(`${twilioAccount.sid}:${twilioAccount.token}`).toString('base64')
  if (request.headers.authorization?.startsWith('Basic ') !== true) return broken(401, 20003, 'Authenticate')
  if (request.headers.authorization !== `Basic ${login}`)
    return { ok: false, broken: false, fault: { status: 401, code: 20003, message: 'Authenticate' } }
  if (request.method === 'POST' && url.pathname === `${account}/Messages.json`) return creation(request, url, body)
  const notFound = `The requested resource ${url.pathname} was not found`
  if (request.method !== 'GET') return broken(404, 20404, notFound)
  if (body !== '' || request.headers['content-type'] !== undefined) return broken(400, 20001, 'A GET has no body')

  const sid = /^\/Messages\/([A-Za-z0-9]+)\.json$/.exec(url.pathname.slice(account.length))?.[1]
  if (url.pathname === `${account}/Messages.json`) return listing(url)
  if (url.search !== '') return broken(400, 20001, 'Unexpected query')
  if (url.pathname === `${account}/Balance.json`) return { ok: true, asked: { asked: 'balance' } }
  if (url.pathname.startsWith(account) && sid !== undefined) return { ok: true, asked: { asked: 'fetch', sid } }
  return broken(404, 20404, notFound)
}

function creation(request: IncomingMessage, url: URL, body: string): Reading {
  const form = new URLSearchParams(body)
  if (url.search !== '') return broken(400, 20001, 'Parameters belong into the body')
  if (request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') !== true)
    return broken(415, 20415, 'Unsupported Media Type')
  const unknown = outside(form, createNames)
  if (unknown !== null) return broken(400, 20001, `Unknown parameter ${unknown}`)
  const has = (name: string): boolean => (form.get(name) ?? '') !== ''
  if (!has('To')) return broken(400, 21604, "A 'To' phone number is required.")
  if (has('From') === has('MessagingServiceSid')) return broken(400, 21603, "A 'From' phone number is required.")
  if (has('Body') === has('ContentSid')) return broken(400, 21602, 'Message body is required.')
  if (has('ContentVariables') && !isContent(form))
    return broken(400, 21656, 'The ContentVariables Parameter is invalid')
  if (has('ContentSid') && !/^HX[0-9a-f]{32}$/.test(form.get('ContentSid') ?? ''))
    return broken(400, 21655, 'The ContentSid Parameter is invalid')
  const service = form.get('MessagingServiceSid')
  if (service !== null && !/^MG[0-9a-f]{32}$/.test(service))
    return broken(400, 21705, 'The Messaging Service Sid is invalid')
  const callback = form.get('StatusCallback')
  if (callback !== null && !isCallback(callback)) return broken(400, 21609, "Invalid 'StatusCallback' URL")
  const validity = form.get('ValidityPeriod')
  if (validity !== null && !(/^\d+$/.test(validity) && Number(validity) >= 1 && Number(validity) <= 36_000))
    return broken(400, 21624, 'Validity period parameter is out of range')
  if ((form.get('Body') ?? '').length > 1_600) return broken(400, 21617, 'The concatenated message body exceeds 1600')
  if (form.get('To')?.startsWith('whatsapp:') !== (form.get('From') ?? form.get('To'))?.startsWith('whatsapp:'))
    return broken(400, 63024, "'To' and 'From' belong to different channels")
  if (!/^(?:whatsapp:)?\+[1-9]\d{6,14}$/.test(form.get('To') ?? ''))
    return { ok: false, broken: false, fault: { status: 400, code: 21211, message: "Invalid 'To' Phone Number" } }
  return { ok: true, asked: { asked: 'create', form } }
}

function listing(url: URL): Reading {
  const query = url.searchParams
  const unknown = outside(query, listNames)
  if (unknown !== null) return broken(400, 20001, `Unknown parameter ${unknown}`)
  const size = query.get('PageSize') ?? '50'
  if (!/^\d+$/.test(size) || Number(size) < 1 || Number(size) > 1_000)
    return broken(400, 20007, 'Page size out of range')
  return { ok: true, asked: { asked: 'list', query } }
}

function outside(parameters: URLSearchParams, names: ReadonlySet<string>): string | null {
  const given = [...parameters.keys()]
  return given.find((name, index) => !names.has(name) || given.indexOf(name) !== index) ?? null
}

/** `{"1": "482913"}`: texts under numbers, and nothing else. */
function isContent(form: URLSearchParams): boolean {
  try {
    const values: unknown = JSON.parse(form.get('ContentVariables') ?? '')
    if (!form.has('ContentSid') || typeof values !== 'object' || values === null || Array.isArray(values)) return false
    return Object.entries(values).every(
      ([name, value]) => /^\d+$/.test(name) && typeof value === 'string' && value !== '',
    )
  } catch {
    return false
  }
}

function isCallback(text: string): boolean {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  return url.protocol === 'https:' && !url.hostname.includes('_')
}

function broken(status: number, code: number, message: string): Reading {
  return { ok: false, broken: true, fault: { status, code, message } }
}
