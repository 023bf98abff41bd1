/** Answers `app://counterfoil/…`: the built screens from their fixed list, with the same headers as over HTTP, and nothing else. */
import { isPagePath, type ScreenAnswer, type Screens } from '../api/screens.ts'
import { appHost, appScheme } from './app-origin.ts'

const refusal = (status: 403 | 405): Response =>
  new Response(null, { status, headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' } })

const toResponse = ({ status, headers, body }: ScreenAnswer, isHead: boolean): Response =>
  new Response(isHead ? null : typeof body === 'string' ? body : new Uint8Array(body), { status, headers })

/**
 * For a page in front of strangers: it opens no dialog (`print`, `alert`), no window, and saves no file, and no frame in it
 * does. Chromium holds it to that: https://html.spec.whatwg.org/multipage/browsers.html#sandboxing
 */
const heldPolicy = 'sandbox allow-scripts allow-same-origin allow-forms'
const policyHeader = 'Content-Security-Policy'

const held = (page: ScreenAnswer): ScreenAnswer => ({
  ...page,
  headers: { ...page.headers, [policyHeader]: [page.headers[policyHeader], heldPolicy].filter(Boolean).join('; ') },
})

/** A path is looked up as it stands: one that was encoded, or that climbs, names no built file. */
export function answerScreens(
  screens: Screens,
  options: { readonly held: boolean },
): (request: Pick<Request, 'url' | 'method'>) => Response {
  return ({ url, method }) => {
    if (method !== 'GET' && method !== 'HEAD') return refusal(405)
    const address = URL.canParse(url) ? new URL(url) : null
    if (address?.protocol !== `${appScheme}:` || address.host !== appHost) return refusal(403)
    if (address.username !== '' || address.password !== '') return refusal(403)
    const path = address.pathname
    const page = (): ScreenAnswer => (options.held ? held(screens.page()) : screens.page())
    return toResponse(isPagePath(path) ? page() : screens.file(path), method === 'HEAD')
  }
}
