/** The credential a browser holds as its terminal: HttpOnly, SameSite=Strict, for a year. Scripts never see it. */
import type { IncomingMessage, ServerResponse } from 'node:http'

const oneYearSeconds = 365 * 24 * 60 * 60

export interface TerminalCookie {
  read(request: IncomingMessage): string | null
  write(response: ServerResponse, credential: string): void
}

/** Over TLS the name's prefix makes the browser itself refuse it from plain HTTP, another path or another host (RFC 6265bis §4.1.3.2). */
export function terminalCookie(secure: boolean): TerminalCookie {
  const name = secure ? '__Host-counterfoil_terminal' : 'counterfoil_terminal'
  return {
    read(request) {
      for (const part of (request.headers.cookie ?? '').split(';')) {
        const [key, value] = part.trim().split('=', 2)
        if (key === name && value !== undefined && /^[\w-]{43}$/.test(value)) return value
      }
      return null
    },
    write(response, credential) {
      const kept = `Path=/; Max-Age=${oneYearSeconds}${secure ? '; Secure' : ''}`
      response.setHeader('Set-Cookie', `${name}=${credential}; HttpOnly; SameSite=Strict; ${kept}`)
    },
  }
}
