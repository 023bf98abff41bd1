/** The built screens as both hosts answer for them: the page with its policy and a fresh nonce, and the files beside it. */
import { contentSecurityPolicy, nonceMark } from './page-policy.ts'
import { staticFiles } from './static-files.ts'

export interface ScreenAnswer {
  readonly status: 200 | 404 | 503
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Buffer
}

export interface Screens {
  /** The one page. A host that knows its callers by cookie gives the cookie with it. */
  page(): ScreenAnswer
  /** Any other built file, by URL path. */
  file(path: string): ScreenAnswer
}

export const isPagePath = (path: string): boolean => path === '/' || path === '/index.html'

export function builtScreens(folder: string, freshNonce: () => string): Screens {
  const files = staticFiles(folder)
  return {
    page() {
      const page = files.find('/index.html')
      if (page === null) return plain(503, 'the screens are not built: run "npm run build"')
      const nonce = freshNonce()
      return {
        status: 200,
        headers: { ...pageHeaders(nonce), 'Content-Type': page.type, 'Cache-Control': 'no-store' },
        body: page.body.toString('utf8').replaceAll(nonceMark, nonce),
      }
    },
    file(path) {
      const file = files.find(path)
      if (file === null) return plain(404, 'not found')
      return {
        status: 200,
        headers: {
          'Content-Type': file.type,
          // The names under /assets/ carry a hash of what is in them.
          'Cache-Control': path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
          'X-Content-Type-Options': 'nosniff',
          'Cross-Origin-Resource-Policy': 'same-origin',
        },
        body: file.body,
      }
    },
  }
}

function plain(status: 404 | 503, words: string): ScreenAnswer {
  return {
    status,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' },
    body: `${words}\n`,
  }
}

function pageHeaders(nonce: string): Record<string, string> {
  return {
    'Content-Security-Policy': contentSecurityPolicy(nonce),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), payment=()',
  }
}
