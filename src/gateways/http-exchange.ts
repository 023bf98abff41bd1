/**
 * One HTTP exchange whose fate is known. `fetch` does not tell a request that never left from one whose answer was lost, and
 * that difference decides whether a second message may go out; so this is `node:http`, one fresh connection a request.
 */
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isCertificateError } from './certificate-errors.ts'

export interface HttpAsk {
  readonly method: 'GET' | 'POST'
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  /** Null for GET. */
  readonly body: string | null
  /** A longer answer counts as lost. 64 KiB where left out; a list needs more. */
  readonly maxAnswerBytes?: number
}

export type HttpFate =
  | {
      readonly fate: 'answered'
      readonly status: number
      /** Whole, within its bound; cut short only where the connection broke after a refusing status. */
      readonly body: string
      readonly retryAfterMs: number | null
      /** The provider's own clock, from `Date`; null where it tells none. */
      readonly dateMs: number | null
    }
  /** Nothing of the request left this machine. `code` is the system's, like ECONNREFUSED. */
  | { readonly fate: 'never_left'; readonly reason: 'unreachable' | 'certificate' | 'timed_out'; readonly code: string }
  /** The connection stood, so the provider may have read the request; its answer never came whole. */
  | { readonly fate: 'lost'; readonly reason: 'timed_out' | 'cut_off' }

const usualAnswerBytes = 64 * 1024
/** For lists: 1 MiB. */
export const listAnswerBytes = 1024 * 1024
const longestRetryAfterMs = 60 * 60 * 1_000

/** Asks once, follows no redirect, ends at once when `signal` aborts. Never throws for what a network can do. */
export function exchangeOnce(ask: HttpAsk, signal: AbortSignal): Promise<HttpFate> {
  const secure = ask.url.protocol === 'https:'
  const body = ask.body === null ? null : Buffer.from(ask.body, 'utf8')
  return new Promise((resolve) => {
    let connected = false
    const broken = (error: NodeJS.ErrnoException): void => {
      const code = error.code ?? error.name
      const timedOut = signal.aborted
      if (connected) resolve({ fate: 'lost', reason: timedOut ? 'timed_out' : 'cut_off' })
      else if (timedOut) resolve({ fate: 'never_left', reason: 'timed_out', code })
      else resolve({ fate: 'never_left', reason: isCertificateError(code) ? 'certificate' : 'unreachable', code })
    }
    const request = (secure ? httpsRequest : httpRequest)(ask.url, {
      method: ask.method,
      headers: {
        ...ask.headers,
        ...(body === null ? {} : { 'content-length': String(body.length) }),
        connection: 'close',
      },
      agent: false,
      signal,
    })
    request.on('socket', (socket) => {
      socket.once(secure ? 'secureConnect' : 'connect', () => {
        connected = true
      })
    })
    request.on('response', (answer) => {
      collect(answer, ask.maxAnswerBytes ?? usualAnswerBytes, (whole, text) => {
        const status = answer.statusCode ?? 0
        if (!whole && status < 400) return broken(new Error('answer cut off'))
        const dateMs = Date.parse(answer.headers.date ?? '')
        resolve({
          fate: 'answered',
          status,
          body: text,
          retryAfterMs: retryAfterMs(answer),
          dateMs: Number.isNaN(dateMs) ? null : dateMs,
        })
      })
    })
    request.on('error', broken)
    if (body === null) request.end()
    else request.end(body)
  })
}

/** Reads the answer up to its bound; `whole` is false where it broke off or was longer. */
function collect(answer: IncomingMessage, most: number, finished: (whole: boolean, text: string) => void): void {
  const chunks: Buffer[] = []
  let size = 0
  const finish = (whole: boolean): void => finished(whole, Buffer.concat(chunks).toString('utf8'))
  answer.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size > most) answer.destroy()
    else chunks.push(chunk)
  })
  answer.on('error', () => finish(false))
  answer.on('close', () => finish(answer.complete && size <= most))
}

/** `Retry-After` in seconds or as a date, which is measured by the provider's own `Date`. Source: RFC 9110 §10.2.3. */
function retryAfterMs(answer: IncomingMessage): number | null {
  const value = answer.headers['retry-after']
  if (value === undefined) return null
  const ms = /^\d+$/.test(value.trim())
    ? Number(value) * 1_000
    : Date.parse(value) - Date.parse(answer.headers.date ?? '')
  return Number.isFinite(ms) && ms >= 0 ? Math.min(ms, longestRetryAfterMs) : null
}
