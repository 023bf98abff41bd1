/** The credential a browser holds as its terminal: HttpOnly, SameSite=Strict, for a year. Scripts never see it. */
import type { IncomingMessage, ServerResponse } from 'node:http'

const name = 'counterfoil_terminal'
const oneYearSeconds = 365 * 24 * 60 * 60

export function readCredential(request: IncomingMessage): string | null {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [key, value] = part.trim().split('=', 2)
    if (key === name && value !== undefined && /^[\w-]{43}$/.test(value)) return value
  }
  return null
}

export function writeCredential(response: ServerResponse, credential: string): void {
  response.setHeader(
    'Set-Cookie',
    `${name}=${credential}; HttpOnly; SameSite=Strict; Path=/; Max-Age=${oneYearSeconds}`,
  )
}
