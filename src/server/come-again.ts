/** The page that comes instead of the screens where another site led here: it asks for them anew, from this very origin. */
import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/**
 * Whether a page was opened from somewhere else. A browser leaves SameSite=Strict cookies out of such a request, so nothing can
 * be told from their absence (RFC 6265bis §5.6.7.1). Clients without Fetch Metadata count as our own.
 */
export function ledHereFromElsewhere(request: IncomingMessage): boolean {
  const site = request.headers['sec-fetch-site']
  return site !== undefined && site !== 'same-origin' && site !== 'none'
}

/**
 * To an address that differs: to go where one is would stay in this page for the fragment's sake, and a reload would count as led
 * here from elsewhere once more.
 */
const script = `location.replace('/?' + location.hash)`
const scriptHash = createHash('sha256').update(script).digest('base64')

/** No words but the name: the page is gone at once, and where a browser runs no script, the name is the way on. */
export const comeAgainPage = {
  status: 200,
  headers: {
    'Content-Type': 'text/html; charset=utf-8',
    'Cache-Control': 'no-store',
    'Content-Security-Policy': `default-src 'none'; script-src 'sha256-${scriptHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
  },
  body: `<!doctype html><html><head><meta charset="utf-8"><title>Counterfoil</title></head>
<body><a href="/?">Counterfoil</a><script>${script}</script></body></html>
`,
} as const
