/** How the REST interface answers: headers that keep an answer out of caches, frames and foreign pages, and problems. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { RestRefusal } from '../../api/rest-problem.ts'

const closed = `default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`

export interface Answer {
  readonly status: number
  readonly type: string
  readonly body: string | Buffer
  readonly headers?: Readonly<Record<string, string | string[]>>
}

export function send(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.status, {
    'Content-Type': answer.type,
    'Content-Length': Buffer.byteLength(answer.body),
    'Cache-Control': 'no-store',
    'Content-Security-Policy': closed,
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    ...answer.headers,
  })
  response.end(request.method === 'HEAD' ? undefined : answer.body)
}

export const json = (value: unknown, headers: Answer['headers'] = {}): Answer => ({
  status: 200,
  type: 'application/json',
  body: JSON.stringify(value),
  headers,
})

/** `unread`: the body was not read to its end, so the connection cannot go on. */
export function problemAnswer(
  { problem }: RestRefusal,
  unread: boolean,
  headers: Readonly<Record<string, string | string[]>> = {},
): Answer {
  return {
    status: problem.status,
    type: 'application/problem+json',
    body: JSON.stringify(problem),
    headers: {
      ...(problem.retry_after === undefined ? {} : { 'Retry-After': String(problem.retry_after) }),
      ...(problem.status === 401 ? { 'WWW-Authenticate': 'Bearer' } : {}),
      ...(unread ? { Connection: 'close' } : {}),
      ...headers,
    },
  }
}
