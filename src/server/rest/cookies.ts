/** The tokens as cookies: no script sees them, no other site's page sends them, and only the REST paths get them. */
import type { IncomingMessage } from 'node:http'
import { accessValidMs, refreshValidMs } from '../../core/users/rules.ts'

const names = { access: 'counterfoil_access', refresh: 'counterfoil_refresh' } as const
const path = '/api/v1/usr'

/** Null where there is none, or several: a cookie planted beside ours must not choose. */
export function readCookie(request: IncomingMessage, which: keyof typeof names): string | null {
  const found = (request.headers.cookie ?? '').split(';').flatMap((part) => {
    const [key, value] = part.trim().split('=', 2)
    return key === names[which] && value !== undefined && /^[\w.-]{1,2048}$/.test(value) ? [value] : []
  })
  return found.length === 1 ? (found[0] ?? null) : null
}

/** The `Set-Cookie` lines that hold these tokens, or clear them. */
export function tokenCookies(
  tokens: { readonly access: string; readonly refresh: string } | null,
  secure: boolean,
): string[] {
  const line = (which: keyof typeof names, seconds: number): string =>
    `${names[which]}=${tokens?.[which] ?? ''}; HttpOnly; SameSite=Strict; Path=${path}; Max-Age=${tokens === null ? 0 : seconds}${secure ? '; Secure' : ''}`
  return [line('access', accessValidMs / 1_000), line('refresh', refreshValidMs / 1_000)]
}
